/** Which things are chosen, and how a choice grows. Pure but for saying `change`. */

/** @import { Shelf } from "./shelf.js" */

export class Selection extends EventTarget {
  /** @type {Set<string>} */
  #ids = new Set()
  /** Where a range begins, and what was chosen before it did. */
  #anchor = ""
  /** @type {Set<string>} */
  #before = new Set()

  get size() {
    return this.#ids.size
  }

  /** @returns {string[]} */
  get ids() {
    return [...this.#ids]
  }

  /** @param {string} id */
  has(id) {
    return this.#ids.has(id)
  }

  /** @param {string} id */
  toggle(id) {
    const ids = new Set(this.#ids)
    if (!ids.delete(id)) ids.add(id)
    this.#set(ids)
    this.anchor(id)
  }

  /**
   * Where the next range begins. @param {string} id
   */
  anchor(id) {
    this.#anchor = id
    this.#before = this.#ids
  }

  /**
   * All from the anchor to here, besides what was chosen before. A range that shrinks gives back.
   * @param {Shelf} shelf
   * @param {string} id
   * @param {string} [from] where a range begins when there is no anchor yet
   */
  extend(shelf, id, from = id) {
    if (shelf.indexOf(this.#anchor) < 0) this.anchor(from)
    const range = shelf.ids(shelf.indexOf(this.#anchor), shelf.indexOf(id))
    this.#set(new Set([...this.#before, ...range]))
  }

  /** @param {Shelf} shelf */
  all(shelf) {
    this.#set(new Set(shelf.ids()))
  }

  clear() {
    this.#anchor = ""
    this.#before = new Set()
    this.#set(new Set())
  }

  /**
   * Forget what is not there any more.
   * @param {Shelf} shelf
   */
  keep(shelf) {
    const kept = this.ids.filter((id) => shelf.indexOf(id) >= 0)
    if (kept.length < this.size) this.#set(new Set(kept))
  }

  /** @param {Set<string>} ids */
  #set(ids) {
    this.#ids = ids
    this.dispatchEvent(new Event("change"))
  }
}
