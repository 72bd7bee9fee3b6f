/** A person's collections, read once and kept right by whoever changes them. */

/** @import { Api } from "./api.js" */
/** @import { Collection, Page } from "./types.d.ts" */

import { withQuery } from "./router.js"

const IN_ONE = 500 // ids in one request

/** Says `change` when what is known of them has changed. */
export class Collections extends EventTarget {
  /** @type {Collection[]} */
  all = []

  /** @param {Api} api */
  constructor(api) {
    super()
    this.api = api
  }

  /** @param {string} id */
  get(id) {
    return this.all.find((each) => each.id === id)
  }

  async load() {
    /** @type {Collection[]} */
    const all = []
    /** @type {string | null} */
    let before = null
    do {
      /** @type {Page<Collection>} */
      const page = await this.api.get(withQuery("/api/collections", { before, limit: 100 }))
      all.push(...page.items)
      before = page.next
    } while (before)
    this.all = all
    this.dispatchEvent(new Event("change"))
  }

  /**
   * @param {string} name
   * @returns {Promise<Collection>}
   */
  async create(name) {
    /** @type {Collection} */
    const created = await this.api.post("/api/collections", { name })
    await this.load()
    return created
  }

  /**
   * @param {string} id
   * @param {string} name
   */
  async rename(id, name) {
    await this.api.patch(`/api/collections/${id}`, { name })
    await this.load()
  }

  /**
   * @param {string} id
   * @param {boolean} withItems
   */
  async remove(id, withItems) {
    await this.api.delete(
      withQuery(`/api/collections/${id}`, { with_items: withItems || null }),
    )
    await this.load()
  }

  /**
   * @param {string} id
   * @param {string[]} ids
   */
  async put(id, ids) {
    await inParts(ids, (part) => this.api.post(`/api/collections/${id}/items`, { ids: part }))
    await this.load()
  }

  /**
   * @param {string} id
   * @param {string[]} ids
   */
  async takeOut(id, ids) {
    await inParts(ids, (part) =>
      this.api.post(`/api/collections/${id}/items/remove`, { ids: part }),
    )
    await this.load()
  }
}

/**
 * Many ids, as many requests as they need, one after the other.
 * @param {string[]} ids
 * @param {(part: string[]) => Promise<unknown>} ask
 */
export async function inParts(ids, ask) {
  for (let start = 0; start < ids.length; start += IN_ONE)
    await ask(ids.slice(start, start + IN_ONE))
}
