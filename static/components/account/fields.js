/** Fields that forms here have in common. */

import { freshId, h } from "../../lib/dom.js"

/**
 * One of a few, from a list.
 * @param {string} name
 * @param {string} label
 * @param {{ value: string, label: string }[]} options
 * @param {string} chosen
 */
export function choice(name, label, options, chosen) {
  const id = freshId(name)
  return h(
    "div",
    { class: "field", "data-field": name },
    h("label", { class: "label", for: id }, label),
    h(
      "select",
      { class: "input", id, name },
      options.map(({ value, label: said }) =>
        h("option", { value, selected: value === chosen }, said),
      ),
    ),
    h("p", { class: "field-error" }),
  )
}

/**
 * Any of a few. Each that is on is sent as `name-value`.
 * @param {string} name
 * @param {string} label
 * @param {{ value: string, label: string, hint?: string }[]} options
 * @param {readonly string[]} chosen
 */
export function switches(name, label, options, chosen) {
  const id = freshId(name)
  return h(
    "div",
    { class: "field", role: "group", "aria-labelledby": id, "data-field": name },
    h("span", { class: "label", id }, label),
    options.map(({ value, label: said, hint }) =>
      h(
        "label",
        { class: "switch-row" },
        h("span", {}, said, " ", hint && h("small", { class: "hint" }, hint)),
        h("input", {
          type: "checkbox",
          role: "switch",
          class: "switch",
          name: `${name}-${value}`,
          checked: chosen.includes(value),
        }),
      ),
    ),
    h("p", { class: "field-error" }),
  )
}
