/** How long models think before they answer, as far as this browser sees it. */

/** @import { Generation } from "./types.d.ts" */
/** @import { Storage } from "./storage.js" */

/**
 * One reply: when its thoughts began to come and when they ended, in milliseconds. `until` is 0
 * while that was not seen.
 * @typedef {{ id: string, since: number, until: number }} Seen
 */

const NAME = "thinking"
const MOST = 300 // replies that are remembered, the newest

/**
 * The server keeps what was thought and not for how long. Only who saw the thoughts begin and end
 * can tell, so that is remembered here; of any other reply no time is known, and none is told.
 */
export class Thinking {
  /** Replies whose end of thinking can be seen, and when that began: 0 before. @type {Map<string, number>} */
  #live = new Map()

  /**
   * @param {Storage} storage
   * @param {() => number} [now]
   */
  constructor(storage, now = Date.now) {
    this.storage = storage
    this.now = now
  }

  /**
   * It is read from now on. What it has thought and said by now came before.
   * @param {Pick<Generation, "id" | "text" | "reasoning">} reply
   */
  read({ id, text, reasoning }) {
    const since = reasoning === "" ? 0 : this.#seen(id)?.since
    if (text === "" && since !== undefined) this.#live.set(id, since)
  }

  /**
   * Reading broke off: what comes next may be old.
   * @param {string} id
   */
  lost(id) {
    this.#live.delete(id)
  }

  /**
   * A thought came.
   * @param {string} id
   */
  thought(id) {
    if (this.#live.get(id) !== 0) return
    const since = this.now()
    this.#live.set(id, since)
    this.#keep({ id, since, until: 0 })
  }

  /**
   * It speaks, or has ended.
   * @param {string} id
   */
  spoke(id) {
    const since = this.#live.get(id)
    this.#live.delete(id)
    if (since) this.#keep({ id, since, until: this.now() })
  }

  /**
   * For how long it has thought, or is thinking. Null where that was not seen.
   * @param {string} id
   * @returns {number | null}
   */
  seconds(id) {
    const live = this.#live.get(id)
    if (live) return (this.now() - live) / 1000
    const { since, until } = this.#seen(id) ?? { since: 0, until: 0 }
    return until ? (until - since) / 1000 : null
  }

  /** @returns {Seen[]} */
  get #all() {
    const kept = this.storage.get(NAME, /** @type {Seen[]} */ ([]))
    return Array.isArray(kept) ? kept : []
  }

  /** @param {string} id */
  #seen(id) {
    return this.#all.find((seen) => seen.id === id)
  }

  /** @param {Seen} seen */
  #keep(seen) {
    const others = this.#all.filter(({ id }) => id !== seen.id)
    this.storage.set(NAME, [...others, seen].slice(-MOST))
  }
}
