/** The name of the place one is in, how much is there, and what can be done with the whole. */

/** @import { Collections } from "../lib/collections.js" */
/** @import { Shelf } from "../lib/shelf.js" */
/** @import { Filters } from "./library-filters.js" */

import { fill, h } from "../lib/dom.js"
import { month, number } from "../lib/format.js"
import { placeBeside } from "../lib/place.js"
import { texts } from "../lib/texts.js"
import { icon, iconButton, wordButton } from "./icon.js"

const words = texts.library
const MONTHS = 3 // from so many on it is worth jumping
const loadDialogs = () => import("./collection-dialogs.js")

/**
 * @typedef {object} Told
 * @property {() => void} choose begin or end choosing
 * @property {(time: number) => void} jump
 * @property {() => void} emptyTrash
 * @property {() => void} collectionGone
 */

export class LibraryHead {
  #collection = ""
  /** @type {string | null} */
  #months = null

  /**
   * @param {Collections} collections
   * @param {Told} told
   */
  constructor(collections, told) {
    this.collections = collections
    this.told = told
    this.title = h("h1", { class: "page-title", dir: "auto" }, words.title)
    this.count = h("p", { class: "library-count" })
    this.hint = h("p", { class: "hint library-hint", hidden: true }, words.trashHint)
    this.months = h("select", {
      class: "input library-months",
      "aria-label": words.jump,
      onchange: () => this.#jump(),
    })
    this.select = wordButton(words.select, told.choose, { icon: "select", class: "library-select" })
    this.showChoosing(false)
    this.empty = wordButton(words.emptyNow, told.emptyTrash, { icon: "trash", class: "button-danger" })
    this.menu = this.#createMenu()
    this.element = h(
      "header",
      { class: "page-head library-head" },
      h("div", { class: "library-name" }, this.title, this.menu, this.count),
      h("div", { class: "library-tools" }, this.months, this.empty, this.select),
      this.hint,
    )
  }

  /**
   * @param {Filters} filters
   * @param {Shelf} shelf
   */
  show({ collection, trash }, shelf) {
    this.#collection = collection
    this.title.textContent = trash
      ? words.trashTitle
      : (this.collections.get(collection)?.name ?? words.title)
    this.count.textContent = words.found(shelf.size, number(shelf.size))
    this.hint.hidden = !trash
    this.empty.hidden = !trash || shelf.size === 0
    this.select.hidden = shelf.size === 0
    this.menu.hidden = !this.collections.get(collection)
    this.#showMonths(shelf)
  }

  /** @param {boolean} isOn */
  showChoosing(isOn) {
    this.select.setAttribute("aria-pressed", String(isOn))
  }

  /** @param {Shelf} shelf */
  #showMonths(shelf) {
    const months = monthsOf(shelf)
    // A list that somebody has just opened stays as it is.
    if (months.join() === this.#months) return
    this.#months = months.join()
    this.months.hidden = months.length < MONTHS
    fill(
      this.months,
      h("option", { value: "" }, words.jumpTo),
      months.map((time) => h("option", { value: time }, month(time))),
    )
  }

  #jump() {
    const time = Number(this.months.value)
    this.months.value = ""
    if (time) this.told.jump(time)
  }

  #createMenu() {
    const item = (/** @type {"edit" | "trash"} */ name, /** @type {string} */ label, act = () => {}) =>
      h(
        "button",
        { type: "button", class: "menu-item", onclick: () => (menu.hidePopover(), act()) },
        icon(name),
        label,
      )
    /** @type {HTMLElement} */
    const menu = h(
      "div",
      { class: "menu", popover: "auto" },
      item("edit", texts.collections.rename, () => this.#rename()),
      item("trash", texts.collections.delete, () => this.#delete()),
    )
    const button = iconButton("more", texts.collections.more, () => {})
    button.popoverTargetElement = menu
    menu.addEventListener("toggle", () => placeBeside(menu, button))
    return h("div", { class: "library-menu", hidden: true }, button, menu)
  }

  async #rename() {
    const { renameCollection } = await loadDialogs()
    const collection = this.collections.get(this.#collection)
    if (collection) renameCollection(this.collections, collection)
  }

  async #delete() {
    const { deleteCollection } = await loadDialogs()
    const collection = this.collections.get(this.#collection)
    if (!collection) return
    if (await deleteCollection(this.collections, collection)) this.told.collectionGone()
  }
}

/**
 * The last moment of each month there is something of, newest first.
 * @param {Shelf} shelf
 */
function monthsOf(shelf) {
  const months = []
  let begin = Infinity
  for (let at = 0; at < shelf.size; at += 1) {
    const time = shelf.time(at)
    if (time >= begin) continue
    months.push(time)
    const first = new Date(time)
    begin = new Date(first.getFullYear(), first.getMonth()).getTime()
  }
  return months
}
