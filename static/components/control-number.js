/** A number as a slider with a field beside it, or as a field alone where there is no end. */

/** @import { Choices } from "../lib/choices.js" */
/** @import { Control } from "../lib/types.d.ts" */
/** @import { Naming } from "./setting.js" */

import { h } from "../lib/dom.js"
import { stepOf } from "../lib/fields.js"
import { texts } from "../lib/texts.js"
import { optionText } from "./setting-words.js"
import { helpId, setting } from "./setting.js"

/** Beyond this many steps a slider is no help. */
const STEPS = 400

/** @typedef {Extract<Control, { type: "range" | "integer" }>} NumberControl */

/**
 * An empty field means the model's default.
 * @param {Choices} choices
 * @param {string} name
 * @param {NumberControl} control
 * @param {Naming} naming
 */
export function numberControl(choices, name, control, naming) {
  const { min, max } = control
  const fallback = control.default ?? middle(min, max)
  const slider = numberSlider(naming.label, control)
  const field = numberField(naming.id, control)
  const chosen = choices.params[name]
  slider.value = String(chosen ?? fallback)
  field.value = chosen === undefined ? "" : String(chosen)
  const show = (/** @type {string} */ value) => (slider.ariaValueText = optionText(name, Number(value)))
  show(slider.value)

  slider.addEventListener("input", () => show((field.value = slider.value)))
  slider.addEventListener("change", () => choices.set(name, Number(slider.value)))
  field.addEventListener("change", () => {
    const isGood = field.value !== "" && field.validity.valid
    choices.set(name, isGood ? Number(field.value) : null)
    if (!isGood) field.value = ""
    show((slider.value = field.value || String(fallback)))
  })
  const isSlidable = min !== null && max !== null && (max - min) / notch(control) <= STEPS
  return setting(
    naming,
    h("div", { class: isSlidable ? "slider-row" : "number-row" }, isSlidable && slider, field),
  )
}

/**
 * @param {string} label
 * @param {NumberControl} control
 */
const numberSlider = (label, control) =>
  h("input", {
    type: "range",
    class: "slider",
    "aria-label": label,
    min: control.min,
    max: control.max,
    step: notch(control),
  })

/**
 * @param {string} id
 * @param {NumberControl} control
 */
const numberField = (id, control) =>
  h("input", {
    type: "number",
    class: "input input-number",
    id,
    "aria-describedby": helpId(id),
    inputmode: control.type === "integer" ? "numeric" : "decimal",
    min: control.min,
    max: control.max,
    step: stepOf(control) ?? "any",
    placeholder: (control.default ?? null) === null ? texts.params.auto : String(control.default),
  })

/**
 * Without a step of its own, a hundred positions are fine enough for a hand.
 * @param {NumberControl} control
 */
const notch = (control) => stepOf(control) ?? ((control.max ?? 0) - (control.min ?? 0)) / 100

/**
 * @param {number | null} min
 * @param {number | null} max
 */
const middle = (min, max) => ((min ?? 0) + (max ?? 0)) / 2
