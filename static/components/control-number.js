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
  const step = control.type === "integer" ? 1 : (control.step ?? null)
  // Without a step of its own, a hundred positions are fine enough for a hand.
  const notch = step ?? ((max ?? 0) - (min ?? 0)) / 100
  const limits = { min, max }
  const fallback = control.default ?? middle(min, max)
  const current = choices.params[name] ?? fallback
  const isSlidable = min !== null && max !== null && (max - min) / notch <= STEPS
  const slider = h("input", { type: "range", class: "slider", "aria-label": label, step: notch, ...limits })
  const field = h("input", {
    type: "number",
    class: "input input-number",
    id,
    inputmode: step === 1 ? "numeric" : "decimal",
    step: step ?? "any",
    placeholder: control.default == null ? texts.params.auto : String(control.default),
    ...limits,
    value: choices.params[name] === undefined ? null : String(choices.params[name]),
  })
  slider.value = String(current)

  slider.addEventListener("input", () => (field.value = slider.value))
  slider.addEventListener("change", () => choices.set(name, Number(slider.value)))
  field.addEventListener("change", () => {
    const value = Number(field.value)
    const isGood = field.value !== "" && field.validity.valid
    choices.set(name, isGood ? value : null)
    if (!isGood) field.value = ""
    slider.value = String(isGood ? value : fallback)
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
