/** What has ended since the person last looked. Tabs share it, and it outlives them. */

/** @import { Change, Generation, Kind, State } from "./types.d.ts" */

import { addressOf, isOpen } from "./generation.js"

/**
 * @typedef {{ id: string, kind: Kind, state: State, prompt: string, address: string | null,
 *   at: string, seen: boolean }} Entry
 * @typedef {{ get: <Value>(name: string, otherwise: Value) => Value,
 *   set: (name: string, value: unknown) => void }} Memory
 */

const KEPT = 40
const RECENT = 60_000 // milliseconds within which an ending is news, even if nobody saw it begin
const LONGEST_PROMPT = 120

/** Says `ended` (a `CustomEvent` whose detail is an `Entry`) and, once for all that came together,
 * `changed`. */
export class Finished extends EventTarget {
  #memory
  #hasChanged = false

  /** @param {Memory} memory */
  constructor(memory) {
    super()
    this.#memory = memory
  }

  /** The newest first. @returns {Entry[]} */
  get entries() {
    return this.#memory.get("finished", /** @type {Entry[]} */ ([]))
  }

  get unseen() {
    return this.entries.filter(({ seen }) => !seen).length
  }

  /** What was under way when a tab last heard of it. @returns {string[]} */
  get awaited() {
    return this.#memory.get("awaited", /** @type {string[]} */ ([]))
  }

  /**
   * @param {Change} change
   * @param {boolean} inView whether the person is looking at it anyway
   * @param {number} [now] milliseconds
   */
  heard(change, inView, now = Date.now()) {
    if ("deleted" in change) return this.#forget(change.id)
    const awaited = new Set(this.awaited)
    const wasAwaited = awaited.has(change.id)
    if (isOpen(change)) awaited.add(change.id)
    else awaited.delete(change.id)
    if (wasAwaited !== awaited.has(change.id)) this.#memory.set("awaited", [...awaited])
    if (isOpen(change) || change.state === "cancelled") return
    if (this.entries.some(({ id }) => id === change.id)) {
      if (inView) this.seen(change.id)
    } else if (wasAwaited || isRecent(change, now)) this.#add(change, inView)
  }

  /**
   * Mark one as seen, or all.
   * @param {string} [id]
   */
  seen(id) {
    if (!this.entries.some((entry) => !entry.seen && (!id || entry.id === id))) return
    this.#keep(this.entries.map((entry) => (!id || entry.id === id ? { ...entry, seen: true } : entry)))
  }

  clear() {
    this.#keep([])
  }

  /** @param {string} id */
  #forget(id) {
    this.#memory.set("awaited", this.awaited.filter((each) => each !== id))
    if (this.entries.some((entry) => entry.id === id)) {
      this.#keep(this.entries.filter((entry) => entry.id !== id))
    }
  }

  /**
   * @param {Generation} generation
   * @param {boolean} seen
   */
  #add(generation, seen) {
    const { id, kind, state, prompt, finished_at } = generation
    const entry = {
      id,
      kind,
      state,
      prompt: prompt.slice(0, LONGEST_PROMPT),
      address: addressOf(generation),
      at: finished_at ?? new Date().toISOString(),
      seen,
    }
    this.#keep([entry, ...this.entries].slice(0, KEPT))
    if (!seen) this.dispatchEvent(new CustomEvent("ended", { detail: entry }))
  }

  /** @param {Entry[]} entries */
  #keep(entries) {
    this.#memory.set("finished", entries)
    if (!this.#hasChanged) queueMicrotask(() => this.#tellChanged())
    this.#hasChanged = true
  }

  #tellChanged() {
    this.#hasChanged = false
    this.dispatchEvent(new Event("changed"))
  }
}

/**
 * @param {Generation} generation
 * @param {number} now
 */
const isRecent = ({ finished_at }, now) =>
  finished_at !== null && now - Date.parse(finished_at) < RECENT
