/** Settings made to fit what a model offers, so that a form never asks for what is refused. Pure. */

/** @import { Capabilities, Control, Params, ParamValue } from "./types.d.ts" */

/**
 * What had to be altered: moved to `to`, or left to the model (null). Without a control the model
 * does not know the setting at all.
 * @typedef {{ name: string, from: ParamValue, to: ParamValue | null, control: Control | null }} Change
 */

/**
 * Keep what fits, move what does not to the nearest the model offers, leave out what it does not
 * know, and say so.
 *
 * @param {Params} params
 * @param {Capabilities} capabilities
 * @param {string} [newest] the setting that wins where two of them exclude each other
 * @returns {{ params: Params, changes: Change[] }}
 */
export function fit(params, capabilities, newest = "") {
  const wanted = spelledOut(params, capabilities)
  /** @type {Params} */
  const fitted = {}
  /** @type {Change[]} */
  const changes = []
  for (const [name, from] of Object.entries(wanted)) {
    const control = capabilities.params[name] ?? null
    const to = control && fitValue(from, control)
    if (to !== null) fitted[name] = to
    if (to !== from) changes.push({ name, from, to, control })
  }
  for (const name of excluded(fitted, newest)) {
    const from = /** @type {ParamValue} */ (fitted[name])
    changes.push({ name, from, to: null, control: capabilities.params[name] ?? null })
    delete fitted[name]
  }
  return { params: fitted, changes }
}

/**
 * Whether the shape and the resolution of this model say already what a size in pixels would say.
 * @param {Capabilities["params"]} offered
 */
export const tellsSize = ({ aspect_ratio, resolution }) => Boolean(aspect_ratio && resolution)

/**
 * A size in pixels, as the shape and the resolution that stand for it in the form.
 * @param {Params} params
 * @param {Capabilities} capabilities
 * @returns {Params}
 */
function spelledOut(params, { params: offered }) {
  const { size, ...others } = params
  if (size === undefined || !tellsSize(offered)) return params
  return { ...measured(String(size), offered), ...others }
}

/** How far a ratio may be off and still be the same shape: 854x480 is 16:9. */
const TOLERANCE = 0.02

/**
 * @param {string} size such as "1280x720"
 * @param {Capabilities["params"]} offered
 * @returns {Params}
 */
function measured(size, { aspect_ratio, resolution }) {
  const ratio = ratioOf(size)
  if (ratio === null) return {}
  const shape = valuesOf(aspect_ratio).find(
    (value) => Math.abs((ratioOf(value) ?? 0) / ratio - 1) < TOLERANCE,
  )
  const short = Math.min(...size.split(/[x×]/).map(Number))
  const names = [`${short}p`, ...(short === 2160 ? ["4K"] : [])]
  const sharp = valuesOf(resolution).find((value) => names.includes(String(value)))
  return {
    ...(shape !== undefined && { aspect_ratio: shape }),
    ...(sharp !== undefined && { resolution: sharp }),
  }
}

/** @param {Control | undefined} control */
const valuesOf = (control) => (control?.type === "enum" ? control.values : [])

/**
 * What cannot be asked for together with the rest.
 * @param {Params} params
 * @param {string} newest
 * @returns {string[]}
 */
function excluded(params, newest) {
  const out = []
  if ("size" in params) {
    const others = ["aspect_ratio", "resolution"].filter((name) => name in params)
    out.push(...(newest === "size" ? others : others.length > 0 ? ["size"] : []))
  }
  if (params["background"] === "transparent" && params["output_format"] === "jpeg")
    out.push(newest === "output_format" ? "background" : "output_format")
  return out
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
 * @param {Extract<Control, { type: "range" | "integer" }>} control
 */
function within(value, control) {
  const isWhole = control.type === "integer" || control.step === 1
  const { min, max } = control
  const near = isWhole ? Math.round(value) : value
  return Math.min(Math.max(near, min ?? -Infinity), max ?? Infinity)
}

/**
 * Width by height of a ratio such as "16:9", or null when it is a word such as "auto".
 * @param {ParamValue | null | undefined} text
 */
export function ratioOf(text) {
  const [, width, height] = /^(\d+(?:\.\d+)?)[:x×](\d+(?:\.\d+)?)$/.exec(String(text ?? "")) ?? []
  return width && height && Number(height) > 0 ? Number(width) / Number(height) : null
}
