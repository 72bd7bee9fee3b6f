/** Several newest-first lists of the API read as one. */

/** @import { Page } from "./types.d.ts" */

/**
 * @template {{ created_at: string }} Item
 * @typedef {{ waiting: Item[], next: string | null, load: (before: string | null) => Promise<Page<Item>>, begun: boolean }} Source
 */

/**
 * Merges lists by their time. Each source answers one page below a cursor.
 * @template {{ created_at: string }} Item
 */
export class Pager {
  /** @type {Source<Item>[]} */
  #sources

  /** @param {((before: string | null) => Promise<Page<Item>>)[]} loads */
  constructor(loads) {
    this.#sources = loads.map((load) => ({ waiting: [], next: null, load, begun: false }))
  }

  /** Whether there is nothing more to take. */
  get done() {
    return this.#sources.every(({ waiting, next, begun }) => begun && !waiting.length && !next)
  }

  /**
   * The next `count` items, newest first; fewer only at the end.
   * @param {number} count
   * @returns {Promise<Item[]>}
   */
  async take(count) {
    /** @type {Item[]} */
    const taken = []
    while (taken.length < count) {
      await Promise.all(this.#sources.map(refill))
      const newest = this.#newest()
      if (!newest) break
      taken.push(/** @type {Item} */ (newest.waiting.shift()))
    }
    return taken
  }

  #newest() {
    return this.#sources
      .filter(({ waiting }) => waiting.length > 0)
      .reduce(
        (best, source) => (!best || first(source) > first(best) ? source : best),
        /** @type {Source<Item> | null} */ (null),
      )
  }
}

/** @param {Source<{ created_at: string }>} source */
const first = ({ waiting }) => waiting[0]?.created_at ?? ""

/**
 * A source that is known to be empty only waits for the others.
 * @template {{ created_at: string }} Item
 * @param {Source<Item>} source
 */
async function refill(source) {
  if (source.waiting.length > 0 || (source.begun && !source.next)) return
  const { items, next } = await source.load(source.next)
  source.waiting = items
  source.next = next
  source.begun = true
}
