/** Replies of several models to one message, side by side until one of them is kept. */

/** @import { Storage } from "./storage.js" */

import { isLocal } from "./generation.js"

/** Remembered per conversation: a list of groups of generation ids. */
export class Comparisons {
  /** @type {string[][]} */
  #groups = []

  /**
   * @param {Storage} storage
   * @param {string | null} thread
   */
  constructor(storage, thread) {
    this.storage = storage
    this.thread = thread
    if (thread) this.#groups = storage.get(this.#name, this.#groups)
  }

  get #name() {
    return `compare:${this.thread}`
  }

  /**
   * The ids a reply stands beside, itself among them; only itself when it stands alone.
   * @param {string} id
   */
  beside(id) {
    return this.#groups.find((group) => group.includes(id)) ?? [id]
  }

  /** @param {string[]} ids */
  add(ids) {
    this.#set([...this.#groups, ids])
  }

  /**
   * What was a placeholder has its id now, or with null never became anything.
   * @param {string} local
   * @param {string | null} id
   */
  replace(local, id) {
    const replaced = this.#groups.map((group) =>
      group.flatMap((each) => (each !== local ? [each] : id ? [id] : [])),
    )
    this.#set(replaced.filter((group) => group.length > 1))
  }

  /**
   * The one this belongs to is decided: from now on each stands alone.
   * @param {string} id
   */
  settle(id) {
    this.#set(this.#groups.filter((group) => !group.includes(id)))
  }

  /** @param {string[][]} groups */
  #set(groups) {
    this.#groups = groups
    if (!this.thread) return
    const lasting = groups.filter((group) => !group.some((id) => isLocal({ id })))
    this.storage.set(this.#name, lasting.length > 0 ? lasting : null)
  }
}
