/** Keys and clicks in the library's grid: one tab stop, arrows, ranges, a letter for each act. */

/** @import { LibraryGrid } from "./library-grid.js" */

import { beside } from "../lib/justify.js"

export class GridInput {
  /** @param {LibraryGrid} grid */
  constructor(grid) {
    this.grid = grid
    const { element } = grid
    element.addEventListener("keydown", (event) => this.#key(event))
    element.addEventListener("click", (event) => this.#clicked(event))
    element.addEventListener("change", (event) => this.#ticked(event))
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { target } = event
    const id = target instanceof HTMLElement ? target.dataset["id"] : undefined
    if (!id || event.altKey) return
    if (this.#choose(event, id) || this.#move(event, id) || this.#act(event, id))
      event.preventDefault()
  }

  /**
   * @param {KeyboardEvent} event
   * @param {string} id
   */
  #choose({ key, ctrlKey, metaKey, shiftKey }, id) {
    const { selection, shelf } = this.grid
    if (key === " ") {
      if (shiftKey) selection.extend(shelf, id)
      else selection.toggle(id)
    } else if (key === "Escape" && selection.size > 0) selection.clear()
    else if (key.toLowerCase() === "a" && (ctrlKey || metaKey)) selection.all(shelf)
    else return false
    return true
  }

  /**
   * @param {KeyboardEvent} event
   * @param {string} id
   */
  #move({ key, shiftKey, ctrlKey, metaKey }, id) {
    const { shelf, selection } = this.grid
    if (metaKey) return false
    const to = this.#target(key, shelf.indexOf(id))
    if (to === null || (ctrlKey && key !== "Home" && key !== "End")) return false
    const next = shelf.id(Math.min(shelf.size - 1, Math.max(0, to)))
    if (shiftKey) selection.extend(shelf, next, id)
    this.grid.focus(next)
    return true
  }

  /**
   * @param {string} key
   * @param {number} at
   */
  #target(key, at) {
    const { shelf, layout } = this.grid
    const by = (/** @type {1 | -1} */ direction, times = 1) => {
      let to = at
      for (let time = 0; time < times; time += 1) to = beside(shelf, layout.lines, to, direction)
      return to
    }
    switch (key) {
      case "ArrowRight":
        return at + 1
      case "ArrowLeft":
        return at - 1
      case "ArrowDown":
        return by(1)
      case "ArrowUp":
        return by(-1)
      case "PageDown":
        return by(1, this.grid.linesInSight)
      case "PageUp":
        return by(-1, this.grid.linesInSight)
      case "Home":
        return 0
      case "End":
        return shelf.size - 1
      default:
        return null
    }
  }

  /**
   * @param {KeyboardEvent} event
   * @param {string} id
   */
  #act({ key, ctrlKey, metaKey }, id) {
    if (ctrlKey || metaKey) return false
    return this.grid.told.act(key.length === 1 ? key.toLowerCase() : key, id)
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const { target } = event
    const link = target instanceof Element ? target.closest("a.tile") : null
    if (!(link instanceof HTMLElement) || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    const id = link.dataset["id"] ?? ""
    const { selection, shelf, told, current } = this.grid
    if (event.shiftKey) selection.extend(shelf, id, current)
    else if (this.#isChoosing) selection.toggle(id)
    else {
      const picture = /** @type {Element} */ (target).closest("[data-media]")
      told.open(id, picture instanceof HTMLElement ? (picture.dataset["media"] ?? "") : "")
    }
  }

  /** Whether a click chooses instead of opening. */
  get #isChoosing() {
    return this.grid.selection.size > 0 || this.grid.element.hasAttribute("data-mode")
  }

  /** @param {Event} event */
  #ticked({ target }) {
    const cell = target instanceof Element ? target.closest(".tile-cell") : null
    const link = cell?.querySelector("a")
    if (link?.dataset["id"]) this.grid.selection.toggle(link.dataset["id"])
  }
}
