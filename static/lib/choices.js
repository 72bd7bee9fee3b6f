/** Which model and which settings a person chose for one kind of work. */

/** @import { Capabilities, Model, Params, ParamValue } from "./types.d.ts" */
/** @import { Change } from "./fit.js" */
/** @import { Storage } from "./storage.js" */

import { fit } from "./fit.js"

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
