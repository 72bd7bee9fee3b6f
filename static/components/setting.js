/** What surrounds a setting: its name, a "?" that opens its help, and the control itself. */

/** @import { Child } from "../lib/types.d.ts" */

import { h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"

/**
 * @typedef {object} Naming
 * @property {string} id of the one input, or of the group
 * @property {string} label
 * @property {string} help
 * @property {string} [kind] a class of its own
 */

/** What describes the input of a setting. */
export const helpId = (/** @type {string} */ id) => `${id}-help`

/**
 * One input with its label. The input is to carry `id` and be described by `helpId(id)`.
 * @param {Naming} naming
 * @param {...Child} control
 */
export const setting = (naming, ...control) =>
  h(
    "div",
    { class: `field ${naming.kind ?? ""}`.trim() },
    head(naming, h("label", { class: "label", for: naming.id }, naming.label)),
    control,
    helpLine(naming),
  )

/**
 * Several inputs under one name.
 * @param {Naming} naming
 * @param {"group" | "radiogroup"} role
 * @param {...Child} controls
 */
export function settingGroup(naming, role, ...controls) {
  const { id, label, kind = "" } = naming
  return h(
    "div",
    { class: `field ${kind}`.trim(), role, "aria-labelledby": id, "aria-describedby": helpId(id) },
    head(naming, h("span", { class: "label", id }, label)),
    controls,
    helpLine(naming),
  )
}

/**
 * @param {Naming} naming
 * @param {HTMLElement} name
 */
const head = ({ id, label, help }, name) =>
  h("div", { class: "field-head" }, name, help && helpButton(helpId(id), texts.params.help(label)))

/** @param {Naming} naming */
const helpLine = ({ id, help }) => h("p", { class: "hint", id: helpId(id), hidden: true }, help)

/**
 * @param {string} controls
 * @param {string} name
 */
function helpButton(controls, name) {
  /** @type {HTMLButtonElement} */
  const button = h(
    "button",
    {
      type: "button",
      class: "help",
      "aria-label": name,
      title: name,
      "aria-expanded": "false",
      "aria-controls": controls,
      onclick: () => toggle(button, controls),
    },
    "?",
  )
  return button
}

/**
 * @param {HTMLElement} button
 * @param {string} id
 */
function toggle(button, id) {
  const help = document.getElementById(id)
  if (!help) return
  help.hidden = !help.hidden
  button.setAttribute("aria-expanded", String(!help.hidden))
}
