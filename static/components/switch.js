/** A setting that is on or off. */

import { h } from "../lib/dom.js"

/**
 * @param {string} label
 * @param {boolean} checked
 * @param {(checked: boolean) => void} change
 */
export function switchRow(label, checked, change) {
  /** @type {HTMLInputElement} */
  const input = h("input", {
    type: "checkbox",
    role: "switch",
    class: "switch",
    checked,
    onchange: () => change(input.checked),
  })
  return h("label", { class: "switch-row" }, h("span", {}, label), input)
}
