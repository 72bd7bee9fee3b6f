/** Which model and which settings a person chose, made to fit what the model offers. */

/** @import { Capabilities, Control, Kind, Model, Params, ParamValue } from "./types.d.ts" */
/** @import { Api } from "./api.js" */
/** @import { Storage } from "./storage.js" */

/** @type {Capabilities} */
const NOTHING = { params: {}, inputs: {}, prompt_required: true }

/**
 * Remembered between visits. Says `model` when another model is chosen and `change` after any
 * change; `changes` then holds what had to be altered to fit the new model.
 */
export class Choices extends EventTarget {
  /** @type {Model[]} */
  models = []
  /** @type {Model | null} */
  model = null
  /** @type {Params} Only what was chosen; everything else is the model's default. */
  params = {}
  /** @type {Change[]} */
  changes = []

  /**
   * @param {Storage} storage
   * @param {string} name under which the choices are remembered
   */
  constructor(storage, name) {
    super()
    this.storage = storage
    this.name = name
    this.params = storage.get(`params:${name}`, {})
  }

  get capabilities() {
    return this.model?.capabilities ?? NOTHING
  }

  /**
   * Choose among these from now on: the one that was chosen, else the first that is available.
   * @param {Model[]} models
   */
  offer(models) {
    this.models = models
    const wanted = this.storage.get(`model:${this.name}`, "")
    const model = models.find(({ id, available }) => id === wanted && available)
    this.#take(model ?? models.find(({ available }) => available) ?? null)
  }

  /** @param {string} id */
  choose(id) {
    const model = this.models.find((offered) => offered.id === id)
    if (!model || model === this.model) return
    this.storage.set(`model:${this.name}`, id)
    this.#take(model)
  }

  /**
   * @param {string} name
   * @param {ParamValue | null} value null: the model's default
   */
  set(name, value) {
    const { [name]: _, ...others } = this.params
    this.#keep(value === null ? others : { ...others, [name]: value })
    this.dispatchEvent(new Event("change"))
  }

  /** Back to the model's defaults. */
  reset() {
    this.#keep({})
    this.changes = []
    this.dispatchEvent(new Event("model"))
    this.dispatchEvent(new Event("change"))
  }

  /**
   * Take over the recipe of something made before, as far as the model offers it.
   * @param {Params} params
   */
  recall(params) {
    this.#keep(params)
    this.#take(this.model)
  }

  /** @param {Model | null} model */
  #take(model) {
    this.model = model
    const { params, changes } = fit(this.params, this.capabilities)
    this.changes = changes
    if (model) this.#keep(params)
    this.dispatchEvent(new Event("model"))
    this.dispatchEvent(new Event("change"))
  }

  /** @param {Params} params */
  #keep(params) {
    this.params = params
    this.storage.set(`params:${this.name}`, params)
  }
}

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

const FRESH = 5 * 60_000 // milliseconds a list is good for

/** @type {Map<Kind, { models: Promise<Model[]>, at: number }>} */
const known = new Map()

/**
 * The models of a kind, routes first. Asked once for all parts of the page.
 * @param {Api} api
 * @param {Kind} kind
 * @returns {Promise<Model[]>}
 */
export function modelsOf(api, kind) {
  const before = known.get(kind)
  if (before && Date.now() - before.at < FRESH) return before.models
  const models = api.get(`/api/models?kind=${kind}`).then(items)
  known.set(kind, { models, at: Date.now() })
  models.catch(() => known.delete(kind))
  return models
}

/** @param {unknown} list */
const items = (list) => /** @type {{ items: Model[] }} */ (list).items
