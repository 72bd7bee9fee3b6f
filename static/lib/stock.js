/** The generations behind the tiles in view, fetched when they come into sight. */

/** @import { Api } from "./api.js" */
/** @import { Generation } from "./types.d.ts" */

import { isAbort } from "./api.js"
import { withQuery } from "./router.js"

const AT_ONCE = 60
const SETTLE = 60 // milliseconds without a new wish: who scrolls past wants nothing of it
const MOST = 3000 // kept; the longest unseen are forgotten

/**
 * Says `got` (its detail: the generations), `missing` (ids that are no longer there) and `failed`
 * (the error).
 */
export class Stock extends EventTarget {
  /** @type {Map<string, Generation>} */
  #known = new Map()
  /** @type {Set<string>} */
  #asked = new Set()
  #timer = 0

  /**
   * @param {Api} api
   * @param {AbortSignal} signal
   * @param {boolean} trash whether these are in the trash
   */
  constructor(api, signal, trash) {
    super()
    this.api = api
    this.signal = signal
    this.trash = trash
  }

  /** @param {string} id */
  get(id) {
    return this.#known.get(id) ?? null
  }

  /** @param {Generation} generation */
  put(generation) {
    this.#known.delete(generation.id)
    this.#known.set(generation.id, generation)
    for (const id of this.#known.keys()) {
      if (this.#known.size <= MOST) break
      this.#known.delete(id)
    }
  }

  /**
   * What is in sight now. Earlier wishes that were not sent yet are dropped.
   * @param {string[]} ids
   */
  want(ids) {
    clearTimeout(this.#timer)
    const missing = ids.filter((id) => !this.#known.has(id) && !this.#asked.has(id))
    if (missing.length > 0) this.#timer = setTimeout(() => this.#askAll(missing), SETTLE)
  }

  /**
   * One of them at once, or null when it is no longer there.
   * @param {string} id
   */
  async fetch(id) {
    if (!this.#known.has(id)) await this.#ask([id])
    return this.get(id)
  }

  /** @param {string[]} ids */
  #askAll(ids) {
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      this.#ask(ids.slice(start, start + AT_ONCE)).catch((error) => {
        if (!isAbort(error)) this.#say("failed", error)
      })
    }
  }

  /** @param {string[]} ids */
  async #ask(ids) {
    for (const id of ids) this.#asked.add(id)
    try {
      /** @type {Generation[]} */
      const items = await this.api.get(
        withQuery("/api/library/items", { ids: ids.join(","), trash: this.trash || null }),
        { signal: this.signal },
      )
      for (const each of items) this.put(each)
      this.#say("got", items)
      const missing = ids.filter((id) => !this.#known.has(id))
      if (missing.length > 0) this.#say("missing", missing)
    } finally {
      for (const id of ids) this.#asked.delete(id)
    }
  }

  /**
   * @param {string} name
   * @param {unknown} detail
   */
  #say(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }))
  }
}
