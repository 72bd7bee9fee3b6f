/** What can be looked at one after the other: a list that is at hand, or the whole library. */

/** @import { Generation } from "./types.d.ts" */
/** @import { Shelf } from "./shelf.js" */
/** @import { Shot } from "./generation.js" */
/** @import { Stock } from "./stock.js" */

import { shotsOf } from "./generation.js"

/**
 * @typedef {object} Sequence
 * @property {(shot: Shot, by: 1 | -1) => Promise<Shot | null>} beside null at its end
 * @property {(shot: Shot) => { at: number, of: number }} place counted from 1
 * @property {(generation: Generation) => void} change
 * @property {(generation: Generation) => void} drop
 */

/** Shots that are all at hand. @implements {Sequence} */
export class ShotList {
  #shots

  /** @param {Shot[]} shots */
  constructor(shots) {
    this.#shots = [...shots]
  }

  /**
   * @param {Shot} shot
   * @param {1 | -1} by
   */
  async beside(shot, by) {
    return this.#shots[this.#indexOf(shot) + by] ?? null
  }

  /** @param {Shot} shot */
  place(shot) {
    return { at: this.#indexOf(shot) + 1, of: this.#shots.length }
  }

  /** @param {Generation} generation */
  change(generation) {
    this.#shots = this.#shots.map((shot) =>
      shot.generation.id === generation.id ? { ...shot, generation } : shot,
    )
  }

  /** @param {Generation} generation */
  drop({ id }) {
    this.#shots = this.#shots.filter((shot) => shot.generation.id !== id)
  }

  /** @param {Shot} shot */
  #indexOf({ media }) {
    return this.#shots.findIndex((shot) => shot.media.id === media.id)
  }
}

/** The library in its order, fetched as one goes along. Texts have nothing to look at. @implements {Sequence} */
export class ShelfSequence {
  /**
   * @param {() => Shelf} shelf as it is now
   * @param {Stock} stock
   */
  constructor(shelf, stock) {
    this.shelf = shelf
    this.stock = stock
  }

  /**
   * @param {Shot} shot
   * @param {1 | -1} by
   */
  async beside({ generation, media }, by) {
    const own = shotsOf([generation])
    const next = own[own.findIndex((shot) => shot.media.id === media.id) + by]
    if (next) return next
    const shelf = this.shelf()
    for (let at = shelf.indexOf(generation.id) + by; at >= 0 && at < shelf.size; at += by) {
      if (shelf.kind(at) === "text") continue
      const other = await this.stock.fetch(shelf.id(at))
      const shots = other ? shotsOf([other]) : []
      const found = by > 0 ? shots[0] : shots.at(-1)
      if (found) return found
    }
    return null
  }

  /** @param {Shot} shot */
  place({ generation }) {
    const shelf = this.shelf()
    return { at: shelf.indexOf(generation.id) + 1, of: shelf.size }
  }

  /** @param {Generation} generation */
  change(generation) {
    this.stock.put(generation)
  }

  drop() {
    return // Whoever holds the shelf takes it out.
  }
}
