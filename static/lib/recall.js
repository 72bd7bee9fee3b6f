/** What can be taken over from something made before: the verbs, and what each of them means. Pure. */

/** @import { Generation, Input, Params } from "./types.d.ts" */

/** @typedef {"prompt" | "settings" | "seed" | "size" | "all" | "remix"} Recall */

/** What makes up the size of a picture, whichever way it was said. */
const SIZES = ["aspect_ratio", "resolution", "size"]

/**
 * What goes into the form. `only` names the settings that are replaced; without it all are.
 * @typedef {object} Recipe
 * @property {string} [prompt]
 * @property {string} [model]
 * @property {Params} [params]
 * @property {string[]} [only]
 * @property {readonly Input[]} [inputs]
 */

/** @typedef {Pick<Generation, "prompt" | "model" | "params" | "inputs">} Made */

/**
 * @param {Made} made
 * @param {Recall} verb
 * @returns {Recipe}
 */
export function recipe({ prompt, model, params, inputs }, verb) {
  const { seed: _, ...unseeded } = params
  switch (verb) {
    case "prompt":
      return { prompt }
    case "seed":
      return { params, only: ["seed"] }
    case "size":
      return { params, only: SIZES }
    case "settings":
      return { model, params: unseeded }
    case "remix":
      return { prompt, model, params: unseeded, inputs }
    case "all":
      return { prompt, model, params, inputs }
  }
}

/**
 * The verbs that have something to take over, in the order in which they are offered.
 * @param {Made} made
 * @returns {Recall[]}
 */
export function recallsOf({ prompt, params }) {
  const has = (/** @type {string[]} */ ...names) => names.some((name) => name in params)
  return [
    ...(prompt ? /** @type {const} */ (["prompt"]) : []),
    "settings",
    ...(has("seed") ? /** @type {const} */ (["seed"]) : []),
    ...(has(...SIZES) ? /** @type {const} */ (["size"]) : []),
    "all",
    ...(has("seed") ? /** @type {const} */ (["remix"]) : []),
  ]
}

/**
 * The verb an address names, or everything.
 * @param {string | null} name
 * @returns {Recall}
 */
export const recallNamed = (name) =>
  NAMES.find((verb) => verb === name) ?? "all"

/** @type {Recall[]} */
const NAMES = ["prompt", "settings", "seed", "size", "all", "remix"]
