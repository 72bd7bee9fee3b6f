/** Which models are asked besides the chosen one, to be compared side by side. */

/** @import { Choices } from "../lib/choices.js" */
/** @import { Ask, Model } from "../lib/types.d.ts" */

import { fill, h } from "../lib/dom.js"
import { fit } from "../lib/fitting.js"
import { placeBeside } from "../lib/place.js"
import { texts } from "../lib/texts.js"
import { iconButton } from "./icon.js"
import { createModelList } from "./model-list.js"

const words = texts.compare
const MOST = 3 // besides the chosen one: four columns are all one can read

export class CompareRow {
  /** @type {Model[]} */
  #others = []

  /**
   * @param {Choices} choices
   * @param {() => void} onchange
   */
  constructor(choices, onchange) {
    this.choices = choices
    this.onchange = onchange
    this.list = h("ul", { class: "compare-list" })
    this.element = h(
      "div",
      { class: "compare", role: "group", "aria-label": words.label, hidden: true },
      h("span", { class: "compare-label" }, words.with),
      this.list,
    )
    this.menu = h("div", { class: "menu model-menu", popover: "auto" })
  }

  /**
   * Let the person add one.
   * @param {HTMLElement} button
   */
  pick(button) {
    const { choices } = this
    const taken = new Set([choices.model, ...this.#others])
    const models = choices.models.filter((model) => !taken.has(model))
    const choose = (/** @type {string} */ id) => this.#add(id)
    const list = createModelList({ models, model: null, choose }, () => this.menu.hidePopover())
    fill(this.menu, list)
    this.menu.showPopover()
    placeBeside(this.menu, button)
    list.querySelector("input")?.focus()
  }

  get isFull() {
    return this.#others.length >= MOST
  }

  clear() {
    this.#set([])
  }

  /**
   * The same for each of the others, as far as it can be done.
   * @param {Ask} ask
   * @returns {Ask[]} with the one that was given first
   */
  all(ask) {
    const { params = {} } = ask
    const others = this.#others.filter(({ id }) => id !== ask.model)
    return [
      ask,
      ...others.map(({ id, capabilities }) => ({
        ...ask,
        model: id,
        params: fit(params, capabilities).params,
      })),
    ]
  }

  /** @param {string} id */
  #add(id) {
    const model = this.choices.models.find((each) => each.id === id)
    if (model && !this.isFull) this.#set([...this.#others, model])
    return true
  }

  /** @param {Model[]} others */
  #set(others) {
    this.#others = others
    this.element.hidden = others.length === 0
    fill(
      this.list,
      others.map((model) => this.#chip(model)),
    )
    this.onchange()
  }

  /** @param {Model} model */
  #chip(model) {
    const remove = () => this.#set(this.#others.filter((other) => other !== model))
    return h(
      "li",
      { class: "compare-chip" },
      h("span", {}, model.name),
      iconButton("close", words.remove(model.name), remove, { class: "compare-remove" }),
    )
  }
}
