/** One choice of a few, as a row of radio buttons. */

import { freshId, h } from "../lib/dom.js"

/**
 * @param {object} choice
 * @param {string} choice.label
 * @param {Record<string, string>} choice.options words by value
 * @param {string} choice.chosen
 * @param {(value: string) => void} choice.onchange
 * @param {boolean} [choice.quiet] whether the label is only for those who do not see the row
 */
export function segments({ label, options, chosen, onchange, quiet = false }) {
  const name = freshId("choice")
  const option = (/** @type {[string, string]} */ [value, words]) =>
    h(
      "label",
      { class: "segment" },
      h("input", {
        type: "radio",
        name,
        value,
        checked: value === chosen,
        onchange: () => onchange(value),
      }),
      h("span", {}, words),
    )
  return h(
    "fieldset",
    { class: "segments" },
    h("legend", { class: quiet ? "visually-hidden" : "label" }, label),
    h("div", { class: "segments-row" }, Object.entries(options).map(option)),
  )
}
