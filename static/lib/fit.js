/** What a person chose, made to fit what another model offers. Pure. */

/** @import { Capabilities, Control, Params, ParamValue } from "./types.d.ts" */

/** @typedef {{ name: string, from: ParamValue, to: ParamValue | null, control: Control }} Change */

/**
 * Keep what fits, move what does not to the nearest the model offers, drop what it does not know.
 *
 * A dropped setting is no change worth words; a moved one is, since it alters what is made.
 *
 * @param {Params} params
 * @param {Capabilities} capabilities
 * @returns {{ params: Params, changes: Change[] }}
 */
export function fit(params, capabilities) {
  /** @type {Params} */
  const fitted = {}
  /** @type {Change[]} */
  const changes = []
  for (const [name, control] of Object.entries(capabilities.params)) {
    const from = params[name]
    if (from === undefined) continue
    const to = fitValue(from, control)
    if (to !== null) fitted[name] = to
    if (to !== from) changes.push({ name, from, to, control })
  }
  return { params: fitted, changes }
}

/**
 * @param {ParamValue} value
 * @param {Control} control
 * @returns {ParamValue | null} null: the model's own default
 */
function fitValue(value, control) {
  switch (control.type) {
    case "boolean":
      return typeof value === "boolean" ? value : null
    case "enum":
      return control.values.includes(/** @type {string | number} */ (value))
        ? value
        : nearest(value, control.values)
    default:
      return typeof value === "number" && Number.isFinite(value) ? within(value, control) : null
  }
}

/**
 * @param {ParamValue} value
 * @param {(string | number)[]} offered
 */
function nearest(value, offered) {
  const numbers = offered.filter((offer) => typeof offer === "number")
  if (typeof value !== "number" || numbers.length === 0) return null
  return numbers.reduce((best, offer) =>
    Math.abs(offer - value) < Math.abs(best - value) ? offer : best,
  )
}

/**
 * @param {number} value
 * @param {{ min: number | null, max: number | null }} limits
 */
const within = (value, { min, max }) => Math.min(Math.max(value, min ?? -Infinity), max ?? Infinity)

/**
 * Width by height of a ratio such as "16:9", or null when it is a word such as "auto".
 * @param {ParamValue | null | undefined} text
 */
export function ratioOf(text) {
  const [, width, height] = /^(\d+(?:\.\d+)?)[:x×](\d+(?:\.\d+)?)$/.exec(String(text ?? "")) ?? []
  return width && height && Number(height) > 0 ? Number(width) / Number(height) : null
}
