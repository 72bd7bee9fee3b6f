/** The share links of one person: that they are there and whether they open, not what they show. */

/** @import { Context } from "../../lib/types.d.ts" */
/** @import { Share } from "../../lib/sharing/types.d.ts" */

import { h } from "../../lib/dom.js"
import { dateTime } from "../../lib/format.js"
import { texts } from "../../lib/admin/texts.js"
import { texts as common } from "../../lib/texts.js"
import { wordButton } from "../icon.js"
import { factsOf, revoke } from "../sharing/row.js"
import { PagedList } from "./paged-list.js"
import { named, row } from "./parts.js"

const words = texts.person
const PATH = "/api/admin/shares"

/**
 * @param {Context} context
 * @param {string} person their id
 */
export function shares(context, person) {
  /** @type {PagedList<Share>} */
  const list = new PagedList(context, {
    path: PATH,
    query: { user_id: person, limit: 10 },
    row: shareRow,
    none: words.noShares,
  })

  /** @param {Share} share */
  function shareRow(share) {
    const made = dateTime(share.created_at)
    const end = async () => (await revoke(context.api, `${PATH}/${share.id}`)) && list.show()
    return row(
      {
        title: h("span", {}, common.kinds[share.kind]),
        facts: [
          h("time", { datetime: share.created_at }, made),
          factsOf(share).map((each) => each && h("span", {}, each)),
        ],
      },
      named(wordButton(words.revokeShare, end), words.revokeShareOf(made)),
    )
  }

  list.show()
  return list.element
}
