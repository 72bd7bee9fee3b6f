/** A number as a slider with a field beside it, or as a field alone where there is no end. */

/** @import { Choices } from "../lib/choices.js" */
/** @import { Control } from "../lib/types.d.ts" */

import { freshId, h } from "../lib/dom.js"
import { texts } from "../texts/en.js"

/** Beyond this many steps a slider is no help. */
const STEPS = 400

/**
 * An empty field means the model's default.
 * @param {Choices} choices
 * @param {string} name
 * @param {string} label
 * @param {Extract<Control, { type: "range" | "integer" }>} control
 * @param {string} [hint]
 */
export function numberControl(choices, name, label, control, hint) {
  const id = freshId(name)
  const { min, max } = control
  const step = control.type === "range" ? (control.step ?? "any") : 1
  const limits = { min, max, step }
  const current = choices.params[name] ?? control.default
  const isSlidable = min !== null && max !== null && (step === "any" || (max - min) / step <= STEPS)
  const slider = h("input", { type: "range", class: "slider", "aria-label": label, ...limits })
  const field = h("input", {
    type: "number",
    class: "input input-number",
    id,
    inputmode: step === 1 ? "numeric" : "decimal",
    placeholder: control.default === null ? texts.params.auto : String(control.default),
    ...limits,
    value: choices.params[name] === undefined ? null : String(choices.params[name]),
  })
  slider.value = String(current ?? middle(min, max))

  slider.addEventListener("input", () => (field.value = slider.value))
  slider.addEventListener("change", () => choices.set(name, Number(slider.value)))
  field.addEventListener("change", () => {
    const value = Number(field.value)
    const isGood = field.value !== "" && field.validity.valid
    choices.set(name, isGood ? value : null)
    if (!isGood) field.value = ""
    slider.value = String(isGood ? value : (control.default ?? middle(min, max)))
  })
  return h(
    "div",
    { class: "field" },
    h("label", { class: "label", for: id }, label),
    h("div", { class: isSlidable ? "slider-row" : "number-row" }, isSlidable && slider, field),
    h("p", { class: "hint" }, hint),
  )
}

/**
 * @param {number | null} min
 * @param {number | null} max
 */
const middle = (min, max) => ((min ?? 0) + (max ?? 0)) / 2
