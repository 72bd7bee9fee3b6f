/** Which model and which settings a person chose, made to fit what the model offers. */

/** @import { Capabilities, Kind, Model, Params, ParamValue } from "./types.d.ts" */
/** @import { Api } from "./api.js" */
/** @import { Change } from "./fitting.js" */
/** @import { Storage } from "./storage.js" */

import { fit } from "./fitting.js"

/** @type {Capabilities} */
const NOTHING = { params: {}, inputs: {}, prompt_required: true }

/**
 * Remembered between visits. Says `model` when another model is chosen or settings moved by
 * themselves, and `change` after any change; `changes` then holds what had to be altered to fit,
 * and `replaced` the model that could not stay.
 */
export class Choices extends EventTarget {
  /** @type {Model[]} */
  models = []
  /** @type {Model | null} */
  model = null
  /** @type {Params} Only what was chosen and fits; everything else is the model's default. */
  params = {}
  /** @type {Change[]} */
  changes = []
  /** @type {Model | null} */
  replaced = null
  /** What was asked for, whether this model offers it or not: another one may. @type {Params} */
  #wanted

  /**
   * @param {Storage} storage
   * @param {string} name under which the choices are remembered
   */
  constructor(storage, name) {
    super()
    this.storage = storage
    this.name = name
    this.#wanted = storage.get(`params:${name}`, {})
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
    const model =
      models.find(({ id, available }) => id === wanted && available) ??
      models.find(({ available }) => available) ??
      null
    const before = this.model
    this.replaced = before !== model ? before : null
    this.#take(model, before?.id ?? wanted)
  }

  /**
   * @param {string} id
   * @returns {boolean} whether it is chosen now; what is not offered cannot be
   */
  choose(id) {
    const model = this.models.find((offered) => offered.id === id)
    if (!model?.available) return false
    if (model === this.model) return true
    this.storage.set(`model:${this.name}`, id)
    this.replaced = null
    this.#take(model)
    return true
  }

  /**
   * @param {string} name
   * @param {ParamValue | null} value null: the model's default
   */
  set(name, value) {
    const before = this.params
    this.#keep({ ...without(this.#wanted, [name]), ...(value !== null && { [name]: value }) })
    const { params, changes } = fit(this.#wanted, this.capabilities, name)
    this.params = params
    const gone = Object.keys(without(before, [name, ...Object.keys(params)]))
    if (gone.length > 0) {
      // Two that exclude each other: the one set last stays, and the form shows what went.
      this.#keep(without(this.#wanted, gone))
      this.changes = changes.filter((change) => gone.includes(change.name))
      this.dispatchEvent(new Event("model"))
    }
    this.dispatchEvent(new Event("change"))
  }

  /** Back to the model's defaults. */
  reset() {
    this.recall({})
  }

  /**
   * Take over the recipe of something made before, as far as the model offers it.
   * @param {Params} params
   * @param {string[]} [only] the settings it replaces; without it all
   */
  recall(params, only) {
    const taken = only ? { ...without(this.#wanted, only), ...picked(params, only) } : params
    this.#keep(taken)
    this.replaced = null
    this.#take(this.model)
  }

  /**
   * @param {Model | null} model
   * @param {string} [before] nothing is new, and so nothing to be told, while it is still this one
   */
  #take(model, before) {
    this.model = model
    const { params, changes } = fit(this.#wanted, this.capabilities)
    this.params = params
    this.changes = model && model.id !== before ? changes : []
    this.dispatchEvent(new Event("model"))
    this.dispatchEvent(new Event("change"))
  }

  /** @param {Params} params */
  #keep(params) {
    this.#wanted = params
    this.storage.set(`params:${this.name}`, params)
  }
}

/**
 * @param {Params} params
 * @param {string[]} names
 * @returns {Params}
 */
const without = (params, names) =>
  Object.fromEntries(Object.entries(params).filter(([name]) => !names.includes(name)))

/**
 * @param {Params} params
 * @param {string[]} names
 * @returns {Params}
 */
const picked = (params, names) =>
  Object.fromEntries(Object.entries(params).filter(([name]) => names.includes(name)))

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
  const models = api.get(`/api/models?kind=${kind}`).then((list) => keep(kind, list))
  known.set(kind, { models, at: Date.now() })
  models.catch(() => known.delete(kind))
  return models
}

/** @type {Map<Kind, string | null>} */
const heard = new Map()

/**
 * When the gateway last told what these models can do and cost; null while that is unknown.
 * @param {Kind} kind
 */
export const heardOf = (kind) => heard.get(kind) ?? null

/**
 * @param {Kind} kind
 * @param {unknown} list
 */
function keep(kind, list) {
  const told = /** @type {{ items: Model[], refreshed_at: string | null }} */ (list)
  heard.set(kind, told.refreshed_at)
  return told.items
}
