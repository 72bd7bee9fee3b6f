/** Show something one has made to people outside: make a link to it, copy it, take it back. */

/** @import { Generation, Page } from "../../lib/types.d.ts" */
/** @import { Api } from "../../lib/api.js" */
/** @import { Share } from "../../lib/sharing/types.d.ts" */

import { fill, h } from "../../lib/dom.js"
import { withQuery } from "../../lib/router.js"
import { texts } from "../../lib/sharing/texts.js"
import { choice } from "../account/fields.js"
import { openDialog } from "../dialog.js"
import { createForm, field } from "../form.js"
import { announce } from "../news.js"
import { requestProblem } from "../problem-block.js"
import { shareRow } from "./row.js"

const DAY = 86_400_000 // milliseconds
/** In days; the first is for ever. */
const LIVES = /** @type {const} */ (["", 1, 7, 30])

/**
 * @param {{ api: Api }} door
 * @param {Generation} generation
 */
export function openShare({ api }, { id, kind }) {
  const title = h("h3", { class: "section-title", hidden: true }, texts.links)
  const list = h("ul", { class: "rows" })
  const note = h("div")

  async function load() {
    try {
      const path = withQuery("/api/shares", { generation_id: id, limit: 100 })
      /** @type {Page<Share>} */
      const { items } = await api.get(path)
      title.hidden = items.length === 0
      fill(list, items.map((share) => shareRow(api, share, { named: false, revoked: load })))
      fill(note)
    } catch (error) {
      fill(note, requestProblem(error))
    }
  }

  const form = createForm({
    fields: fields(),
    submit: texts.create,
    async onsubmit(typed) {
      await api.post("/api/shares", { generation_id: id, ...wish(typed) })
      form.reset()
      await load()
      announce(texts.made)
      list.querySelector("button")?.focus()
    },
  })
  openDialog(
    { title: texts.title[/** @type {keyof typeof texts.title} */ (kind)], isFirm: true },
    h("div", { class: "form" }, h("p", { class: "hint" }, texts.hint), form, title, list, note),
  )
  load()
}

const fields = () => [
  choice(
    "expires_at",
    texts.ends,
    LIVES.map((days) => ({ value: String(days), label: texts.lives[days] })),
    "",
  ),
  field({
    name: "password",
    label: texts.password,
    hint: texts.passwordHint,
    type: "password",
    autocomplete: "new-password",
    minlength: 8,
    maxlength: 200,
  }),
  h(
    "label",
    { class: "switch-row" },
    h("span", {}, texts.withPrompt),
    h("input", { type: "checkbox", role: "switch", class: "switch", name: "with_prompt" }),
  ),
]

/** @param {Record<string, string>} typed */
const wish = ({ expires_at: days, password, ...rest }) => ({
  expires_at: days ? new Date(Date.now() + Number(days) * DAY).toISOString() : null,
  password: password || null,
  with_prompt: "with_prompt" in rest,
})
