/** Which settings of a model a form shows, in which order, and what can be picked in each. Pure. */

/** @import { Capabilities, Control, Kind, Model, Role } from "./types.d.ts" */

import { tellsSize } from "./fitting.js"

/** @typedef {string | number | null} Option null: left to the model */

/** @typedef {{ shown: string[], folded: string[] }} Order */

/** The order of the settings on the media pages; what few people touch is folded away. */
export const ORDER = /** @type {Record<Exclude<Kind, "text">, Order>} */ ({
  image: {
    shown: ["aspect_ratio", "resolution", "size", "quality", "n", "seed"],
    folded: ["background", "output_format"],
  },
  video: {
    shown: ["aspect_ratio", "resolution", "size", "duration", "generate_audio", "seed"],
    folded: [],
  },
})

/**
 * The settings named, in that order, as far as the model has them and there is a choice.
 * @param {Capabilities} capabilities
 * @param {string[]} names
 * @returns {{ name: string, control: Control }[]}
 */
export const fieldsOf = ({ params }, names) =>
  names.flatMap((name) => {
    const control = params[name]
    if (!control || !isChoice(control) || (name === "size" && tellsSize(params))) return []
    // One the model leaves to itself has a default of null, as the options have it.
    return [{ name, control: /** @type {Control} */ ({ ...control, default: defaultOf(control) }) }]
  })

/** @param {Control} control */
export const defaultOf = (control) => control.default ?? null

/**
 * @param {Control} control
 * @returns {boolean}
 */
const isChoice = (control) =>
  control.type === "enum"
    ? control.values.length > 1
    : control.type === "boolean" || control.min !== control.max

/** How many choices still fit in a row of buttons. */
export const IN_A_ROW = 5

/**
 * All there is to pick, when it can be picked rather than typed: the values of a choice, or the
 * few whole numbers of a short range. Leaving it to the model is among them where it has no
 * default.
 * @param {Control} control
 * @returns {Option[] | null}
 */
export function optionsOf(control) {
  const values = control.type === "enum" ? control.values : fewNumbers(control)
  if (!values) return null
  return defaultOf(control) === null ? [null, ...values] : values
}

/**
 * A few whole numbers are easier to pick than to set.
 * @param {Control} control
 */
function fewNumbers(control) {
  if (control.type !== "range" && control.type !== "integer") return null
  const { min, max } = control
  const isWhole = control.type === "integer" || control.step === 1
  if (!isWhole || min === null || max === null || max - min >= IN_A_ROW) return null
  return Array.from({ length: max - min + 1 }, (_, index) => min + index)
}

/**
 * What a number may be, for the slider and the field beside it.
 * @param {Extract<Control, { type: "range" | "integer" }>} control
 */
export const stepOf = (control) => (control.type === "integer" ? 1 : (control.step ?? null))

/**
 * One after another from the first to the last, which a slider sets better than a long list.
 * @param {Control} control
 * @returns {Extract<Control, { type: "range" }> | null}
 */
export function asRange(control) {
  if (control.type !== "enum" || control.values.length <= IN_A_ROW) return null
  const [first, ...others] = control.values
  const runs = others.every((value, index) => value === Number(first) + index + 1)
  if (typeof first !== "number" || !runs) return null
  const fallback = typeof control.default === "number" ? control.default : null
  return { type: "range", min: first, max: first + others.length, step: 1, default: fallback }
}

/** @typedef {"text" | "image"} Mode a film from words alone, or from a picture it starts with */

/** @typedef {{ min: number, max: number }} Limits */

/**
 * Which pictures a form asks for. Frames and references exclude each other, so a film begins with
 * one or takes the other, never both.
 * @param {Kind} kind
 * @param {Mode} mode
 * @param {Capabilities["inputs"]} inputs
 * @returns {Partial<Record<Role, Limits>>}
 */
export function slotsOf(kind, mode, { reference, first_frame, last_frame }) {
  if (kind !== "video" || mode === "text") return reference ? { reference } : {}
  return {
    ...(first_frame && { first_frame: one(first_frame) }),
    ...(last_frame && { last_frame: { ...one(last_frame), min: 0 } }),
  }
}

/** @param {Limits} limits */
const one = ({ max }) => ({ min: 1, max: Math.min(1, max) })

/**
 * Whether a model can make films in this mode.
 * @param {Mode} mode
 * @returns {(model: Model) => boolean}
 */
export const serves =
  (mode) =>
  ({ capabilities: { inputs } }) =>
    mode === "image" ? (inputs.first_frame?.max ?? 0) > 0 : (inputs.first_frame?.min ?? 0) === 0
