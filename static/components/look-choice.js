/** Theme and motion as a person wants them, chosen from a row of radio buttons. */

import { freshId, h } from "../lib/dom.js"
import { look } from "../lib/storage.js"
import { texts } from "../lib/texts.js"

const CHOICES = { theme: texts.account.themes, motion: texts.account.motions }

/** @param {"theme" | "motion"} name */
export function choiceOf(name) {
  const group = freshId(name)
  const option = (/** @type {[string, string]} */ [value, label]) =>
    h(
      "label",
      { class: "segment" },
      h("input", {
        type: "radio",
        name: group,
        value,
        checked: look.get(name) === value,
        onchange: () => look.set(name, value),
      }),
      h("span", {}, label),
    )
  return h(
    "fieldset",
    { class: "segments" },
    h("legend", { class: "label" }, texts.account[name]),
    h("div", { class: "segments-row" }, Object.entries(CHOICES[name]).map(option)),
  )
}
