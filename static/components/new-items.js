/** Where what is made next is kept: in the library alone, or in one of its collections as well. */

/** @import { Context } from "../lib/types.d.ts" */

import { isAbort } from "../lib/api.js"
import { Collections } from "../lib/collections.js"
import { fill, freshId, h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { toast } from "./news.js"
import { sentence } from "./problem-block.js"

const words = texts.collections
const CHOSEN = "new-items" // the one chosen last, for pictures and films alike

/** Shown to those who have collections. */
export class NewItems {
  /** @param {Context} context */
  constructor({ api, storage, signal }) {
    this.storage = storage
    this.collections = new Collections(api)
    const id = freshId("keep-in")
    this.select = h("select", { class: "input", id, onchange: () => this.#keep() })
    const label = h("label", { class: "label", for: id }, words.keepIn)
    this.element = h("div", { class: "field", hidden: true }, label, this.select)
    this.collections.addEventListener("change", () => this.#draw(), { signal })
    this.loaded = this.collections.load().catch((error) => {
      if (!isAbort(error)) toast(sentence(error))
    })
  }

  /**
   * Something was asked for. It is in the library in any case; this never fails loudly.
   * @param {string} id
   */
  async take(id) {
    await this.loaded // somebody may have been faster than the list
    const { value } = this.select
    if (!value) return
    try {
      await this.collections.put(value, [id])
    } catch (error) {
      toast(words.notAdded(this.collections.get(value)?.name ?? "", sentence(error)))
    }
  }

  #keep() {
    this.storage.set(CHOSEN, this.select.value || null)
  }

  #draw() {
    const { all } = this.collections
    const chosen = this.storage.get(CHOSEN, "")
    fill(
      this.select,
      h("option", { value: "" }, words.libraryAlone),
      all.map(({ id, name }) => h("option", { value: id, selected: id === chosen }, name)),
    )
    this.element.hidden = all.length === 0
  }
}
