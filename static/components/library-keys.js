/** The keyboard in the library's grid: one tab stop, arrows, ranges, and a letter for each act. */

/** @import { LibraryGrid } from "./library-grid.js" */

import { beside } from "../lib/justify.js"

export class GridKeys {
  /** @param {LibraryGrid} grid */
  constructor(grid) {
    this.grid = grid
    grid.element.addEventListener("keydown", (event) => this.#key(event))
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
}
