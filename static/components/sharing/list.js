/** All of one's share links, to be copied again and taken back. */

/** @import { Context, Page } from "../../lib/types.d.ts" */
/** @import { Share } from "../../lib/sharing/types.d.ts" */

import { fill, h } from "../../lib/dom.js"
import { withQuery } from "../../lib/router.js"
import { texts } from "../../lib/sharing/texts.js"
import { wordButton } from "../icon.js"
import { requestProblem } from "../problem-block.js"
import { shareRow } from "./row.js"

/**
 * A card; nothing where the house has no share links and the person made none before.
 * @param {Context} context
 */
export function shareCard({ api, signal, site }) {
  const list = h("ul", { class: "rows" })
  const note = h("div")
  const card = h(
    "section",
    { class: "card account-card", hidden: !site.share_links },
    h("h2", { class: "card-title" }, texts.own),
    h("div", { class: "form" }, h("p", { class: "hint" }, texts.ownHint), list, note),
  )

  /** @param {string | null} before where the list goes on */
  async function load(before = null) {
    try {
      /** @type {Page<Share>} */
      const { items, next } = await api.get(withQuery("/api/shares", { before }), { signal })
      if (!before) fill(list)
      list.append(...items.map((share) => shareRow(api, share, { named: true, revoked: load })))
      const isEmpty = list.childElementCount === 0
      card.hidden = isEmpty && !site.share_links
      fill(note, isEmpty && h("p", { class: "hint" }, texts.none), next && more(next))
    } catch (error) {
      if (!signal.aborted) fill(note, requestProblem(error))
    }
  }

  /** @param {string} next */
  const more = (next) => wordButton(texts.more, () => load(next))

  load()
  return card
}
