/** A model with its settings, and for texts the instructions, under a name: kept in this browser. */

/** @import { Kind, Params } from "./types.d.ts" */
/** @import { Choices } from "./choices.js" */
/** @import { Storage } from "./storage.js" */

import { randomId } from "./id.js"

/** @typedef {{ model: string | null, params: Params, system: string }} Chosen */
/** @typedef {Chosen & { id: string, name: string }} Preset */

/** One person's presets of one kind. */
export class Presets {
  /**
   * @param {Storage} storage
   * @param {Kind} kind
   * @param {Choices} choices which it takes, and which it changes
   */
  constructor(storage, kind, choices) {
    this.storage = storage
    this.kind = kind
    this.choices = choices
  }

  get #name() {
    return `presets:${this.kind}`
  }

  /** @returns {Preset[]} by name */
  get all() {
    const kept = this.storage.get(this.#name, /** @type {Preset[]} */ ([]))
    return Array.isArray(kept) ? kept.toSorted((a, b) => a.name.localeCompare(b.name)) : []
  }

  set all(presets) {
    this.storage.set(this.#name, presets.length > 0 ? presets : null)
  }

  /** What is chosen on the page now. @returns {Chosen} */
  get chosen() {
    const { model, params } = this.choices
    const system = this.kind === "text" ? this.storage.get("system", "").trim() : ""
    return { model: model?.id ?? null, params, system }
  }

  /** @param {string} name */
  named(name) {
    const wanted = name.toLowerCase()
    return this.all.find((preset) => preset.name.toLowerCase() === wanted) ?? null
  }

  /**
   * What is chosen now, under a name from now on; in the place of what had that name.
   * @param {string} name
   */
  save(name) {
    const before = this.named(name)
    const preset = { ...this.chosen, id: before?.id ?? randomId(), name }
    this.all = [...this.all.filter((each) => each !== before && each.id !== preset.id), preset]
  }

  /**
   * @param {string} id
   * @param {string} name
   * @returns {boolean} false when another one has that name
   */
  rename(id, name) {
    const other = this.named(name)
    if (other && other.id !== id) return false
    this.all = this.all.map((each) => (each.id === id ? { ...each, name } : each))
    return true
  }

  /** @param {string} id */
  remove(id) {
    this.all = this.all.filter((each) => each.id !== id)
  }

  /**
   * Whether its model can be asked on this page.
   * @param {Chosen} preset
   */
  isOffered({ model }) {
    return model === null || this.choices.models.some(({ id, available }) => id === model && available)
  }

  /**
   * Choose all of it, as far as the model still offers it; what it does not is told by `choices`.
   * @param {Chosen} preset
   * @returns {boolean} false when its model is not offered, and nothing was changed
   */
  take({ model, params, system }) {
    if (!this.isOffered({ model, params, system })) return false
    if (this.kind === "text") this.storage.set("system", system)
    if (model) this.choices.choose(model)
    this.choices.recall(params)
    return true
  }
}
