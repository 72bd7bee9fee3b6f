/** Where one's own pictures and films stand in line, asked for while somebody watches one wait. */

/** @import { Api } from "./api.js" */
/** @import { Generation } from "./types.d.ts" */

import { elapsed, isLocal } from "./generation.js"

const SOON = 2 // seconds; what has its turn by then needs no place
const PAUSE = 5_000 // milliseconds between two questions

export class Line {
  /** @type {Map<string, number>} */
  #places = new Map()
  #askedAt = -Infinity

  /**
   * @param {Api} api
   * @param {AbortSignal} signal
   */
  constructor(api, signal) {
    this.api = api
    this.signal = signal
  }

  /**
   * 1 is next; null while that is unknown. To be asked as often as it is shown: one question to
   * the server every few seconds answers for all that wait.
   * @param {Generation} generation
   * @param {number} now milliseconds
   */
  placeOf(generation, now) {
    const { state, kind } = generation
    if (state !== "queued" || kind === "text" || isLocal(generation)) return null
    if (elapsed(generation, now) < SOON) return null
    const isSeen = !globalThis.document?.hidden
    if (isSeen && now - this.#askedAt >= PAUSE) this.#ask(now)
    return this.#places.get(generation.id) ?? null
  }

  /** @param {number} now */
  async #ask(now) {
    this.#askedAt = now
    try {
      /** @type {{ items: { id: string, place: number }[] }} */
      const { items } = await this.api.get("/api/generations/line", { signal: this.signal })
      this.#places = new Map(items.map(({ id, place }) => [id, place]))
    } catch {
      // Nothing hangs on it, and a place that is not known any more is not told.
      this.#places = new Map()
    }
  }
}
