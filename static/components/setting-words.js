/** Settings of a model in words: their names, their values, what is offered. */

/** @import { Control, ParamValue } from "../lib/types.d.ts" */
/** @import { Option } from "../lib/fields.js" */

import { asRange, defaultOf } from "../lib/fields.js"
import { texts } from "../lib/texts.js"

const words = texts.params

/** So many choices are named one by one; of more, the first and how many there are besides. */
const NAMED = 8

/**
 * @param {string} name
 * @returns {string}
 */
export const nameOf = (name) =>
  /** @type {Record<string, string>} */ (words.names)[name] ?? name.replaceAll("_", " ")

/**
 * @param {string} name
 * @param {ParamValue} value
 */
export const valueText = (name, value) =>
  name === "duration" && typeof value === "number" ? words.seconds(value) : plain(value)

/**
 * @param {string} name
 * @param {Option | boolean} option
 */
export const optionText = (name, option) => (option === null ? words.auto : valueText(name, option))

/** @param {ParamValue} value */
export const plain = (value) =>
  typeof value === "boolean" ? (value ? words.on : words.off) : String(value)

/**
 * What may be chosen: "4, 6, 8", "3 to 15", "1K".
 * @param {Control} control
 */
export function offersText(control) {
  if (control.type === "boolean") return `${words.on}, ${words.off}`
  if (control.type !== "enum") return numbers(control)
  const range = asRange(control)
  if (range) return numbers(range)
  const { values } = control
  const named = values.slice(0, NAMED).map(plain).join(", ")
  return values.length > NAMED ? words.andMore(named, values.length - NAMED) : named
}

/** @param {{ min: number | null, max: number | null }} limits */
const numbers = ({ min, max }) =>
  min === null || max === null ? words.anyNumber : words.upTo(min, max)

/**
 * What the "?" beside a setting tells: what it does, what it is unless said otherwise, and, where
 * that cannot be seen, what may be chosen.
 * @param {string} name
 * @param {Control} control
 */
export function helpText(name, control) {
  const hint = /** @type {Record<string, string>} */ (words.hints)[name] ?? ""
  const value = defaultOf(control)
  const unsaid = value === null ? words.defaultIsModels : words.defaultIs(valueText(name, value))
  return [hint, name === "seed" ? "" : unsaid].filter(Boolean).join(" ")
}
