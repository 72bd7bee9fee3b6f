/** A list that is read page by page from the server. */

/** @import { Context, Page } from "../../lib/types.d.ts" */

import { isAbort } from "../../lib/api.js"
import { fill, h } from "../../lib/dom.js"
import { number } from "../../lib/format.js"
import { withQuery } from "../../lib/router.js"
import { texts } from "../../lib/admin/texts.js"
import { texts as common } from "../../lib/texts.js"
import { wordButton } from "../icon.js"
import { announce } from "../news.js"
import { requestProblem } from "../problem-block.js"

const words = texts.lists

/** @template Item */
export class PagedList {
  /** @type {string | null} */
  #next = null
  #asked = 0

  /**
   * @param {Context} context
   * @param {object} list
   * @param {string} list.path
   * @param {Record<string, string | number | null>} list.query
   * @param {(item: Item) => HTMLElement} list.row
   * @param {string} list.none what is said where there is nothing
   * @param {(items: Item[]) => void} [list.onload] told of each page, the first one is `isFirst`
   */
  constructor({ api, signal }, { path, query, row, none, onload }) {
    this.api = api
    this.signal = signal
    this.path = path
    this.query = query
    this.row = row
    this.none = none
    this.onload = onload
    this.rows = h("ul", { class: "rows" })
    this.note = h("div", { class: "admin-note" })
    this.more = wordButton(common.common.more, () => this.#load(), { class: "more" })
    this.more.hidden = true
    this.element = h("div", { class: "admin-list" }, this.rows, this.note, this.more)
  }

  /**
   * From the beginning.
   * @param {Record<string, string | number | null>} [query] another one than before
   */
  async show(query = this.query) {
    const isOther = query !== this.query
    this.query = query
    this.#next = null
    await this.#load(true)
    const { childElementCount: count } = this.rows
    if (isOther) announce(words.found(number(count), !this.more.hidden))
  }

  async #load(isFirst = false) {
    const asked = ++this.#asked
    try {
      const address = withQuery(this.path, { ...this.query, before: this.#next })
      /** @type {Page<Item>} */
      const { items, next } = await this.api.get(address, { signal: this.signal })
      if (asked !== this.#asked) return
      this.#next = next
      if (isFirst) fill(this.rows)
      this.rows.append(...items.map(this.row))
      this.onload?.(items)
      this.#tell()
    } catch (error) {
      if (isAbort(error)) return
      const again = wordButton(common.common.retry, () => this.#load(isFirst))
      fill(this.note, requestProblem(error, [again]))
    }
  }

  #tell() {
    const isEmpty = this.rows.childElementCount === 0
    this.rows.hidden = isEmpty
    this.more.hidden = this.#next === null
    fill(this.note, isEmpty && h("p", { class: "admin-none" }, this.none))
  }
}
