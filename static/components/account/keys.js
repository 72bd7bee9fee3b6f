/** One's own API keys: what each may do and has spent, and what can be done about it. */

/** @import { Context, Page } from "../../lib/types.d.ts" */
/** @import { ApiKey } from "../../lib/account/types.d.ts" */

import { texts } from "../../lib/account/texts.js"
import { fill, h } from "../../lib/dom.js"
import { copyLine } from "../copy-line.js"
import { wordButton } from "../icon.js"
import { requestProblem } from "../problem-block.js"
import { keyRow } from "./key-row.js"
import { remove } from "./removal.js"

const words = texts.keys

/** @param {Context} context */
export function keyList(context) {
  const { api, signal } = context
  const list = h("ul", { class: "rows" })
  const note = h("div")

  async function load() {
    try {
      /** @type {Page<ApiKey>} */
      const { items } = await api.get("/api/keys", { signal })
      fill(list, items.map((key) => keyRow(key, acts(key))))
      fill(note, items.length === 0 && h("p", { class: "hint" }, words.none))
    } catch (error) {
      if (!signal.aborted) fill(note, requestProblem(error))
    }
  }

  /** @param {ApiKey} key */
  const acts = (key) => ({
    edit: async () => (await forms()).changeKey(context, key, load),
    rotate: async () => (await forms()).rotateKey(context, key, load),
    revoke: () => revoke(key),
  })

  /** @param {ApiKey} key */
  async function revoke({ id, name }) {
    const isGone = await remove(api, `/api/keys/${id}`, {
      title: words.revokeTitle(name),
      text: words.revokeText,
      yes: words.revoke,
      told: words.revoked,
    })
    if (isGone) await load()
  }

  load()
  return h(
    "div",
    { class: "form" },
    h("p", { class: "hint" }, words.hint),
    copyLine(`${location.origin}${api.url("/v1")}`, words.copyAddress),
    list,
    note,
    h(
      "div",
      { class: "button-row" },
      wordButton(words.make, async () => (await forms()).makeKey(context, load), { icon: "plus" }),
      h("a", { class: "button button-quiet", href: api.url("/api/docs"), target: "_blank" }, words.document),
    ),
  )
}

/** Fetched by those who want to change something. */
const forms = () => import("./key-forms.js")
