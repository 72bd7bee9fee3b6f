/** Everything of the library as justified lines, of which only those near the window exist. */

/** @import { Api } from "../lib/api.js" */
/** @import { Generation } from "../lib/types.d.ts" */
/** @import { Layout, Line } from "../lib/justify.js" */
/** @import { Selection } from "../lib/selection.js" */
/** @import { Stock } from "../lib/stock.js" */

import { h } from "../lib/dom.js"
import { between, HEADING, justify, keyOf, lineOf, roomOf } from "../lib/justify.js"
import { Shelf } from "../lib/shelf.js"
import { nextTask } from "../lib/tasks.js"
import { texts } from "../lib/texts.js"
import { GridInput } from "./library-input.js"
import { createLine, Tile } from "./library-tile.js"

const AROUND = 1 // screens drawn above and below the window, once what is in it has come
const PAINTING = 400 // milliseconds that a phone takes for what it could paint
const EDGE = 90 // pixels kept free above and below a tile that is brought into view

/** @typedef {{ element: HTMLElement, tiles: Tile[] }} Drawn */
/**
 * @typedef {object} Told
 * @property {(id: string) => string} href where a tile leads
 * @property {(id: string, mediaId: string) => void} open
 * @property {(key: string, id: string) => boolean} act a letter on a tile; false when it means nothing
 */

export class LibraryGrid {
  shelf = new Shelf()
  /** @type {Layout} */
  layout = { lines: [], height: 0 }
  /** The tile that has the focus, or would get it. */
  current = ""
  /** @type {Map<string, Drawn>} */
  #drawn = new Map()
  #around = 0
  #seen = /** @type {PromiseWithResolvers<void>} */ (Promise.withResolvers())
  #frame = 0
  #width = 0
  #scroll = 0

  /**
   * @param {Api} api
   * @param {Stock} stock
   * @param {Selection} selection
   * @param {Told} told
   * @param {AbortSignal} signal
   */
  constructor(api, stock, selection, told, signal) {
    this.api = api
    this.stock = stock
    this.selection = selection
    this.told = told
    this.element = h("div", {
      class: "grid",
      role: "grid",
      "aria-label": texts.library.grid,
      "aria-multiselectable": "true",
    })
    this.element.addEventListener("focusin", ({ target }) => this.#focused(target))
    new GridInput(this)
    this.#listen(signal)
  }

  /** @param {AbortSignal} signal */
  #listen(signal) {
    const sizes = new ResizeObserver(() => this.#resized())
    sizes.observe(this.element)
    signal.addEventListener("abort", () => sizes.disconnect())
    addEventListener("scroll", () => this.#lookAround(), { signal, passive: true })
    addEventListener("resize", () => this.#soon(), { signal })
    this.selection.addEventListener("change", () => this.#showChosen(), { signal })
    this.stock.addEventListener("got", () => this.#fill(), { signal })
  }

  /**
   * Show this from now on. What the person looks at stays where it is.
   * @param {Shelf} shelf
   * @param {number} [scroll] where to begin, the first time
   */
  show(shelf, scroll = 0) {
    const anchor = this.#anchor()
    const isSame = shelf.is(this.shelf)
    this.shelf = shelf
    this.#scroll = scroll
    if (shelf.indexOf(this.current) < 0) this.current = shelf.size > 0 ? shelf.id(0) : ""
    if (this.#width > 0 && !isSame) this.#lay(anchor)
    if (shelf.size === 0) this.#seen.resolve()
  }

  /** Draw a tile again, since something about it is new. @param {Generation} generation */
  refresh(generation) {
    this.#tile(generation.id)?.show(generation)
  }

  /**
   * Bring the focus to a tile, wherever it is.
   * @param {string} id
   * @param {{ atTop?: boolean, isSeen?: boolean }} [how] `atTop`: with the heading of its day on top
   *   of the window; `isSeen`: it is where the person looks, and nothing is to move
   */
  focus(id, { atTop = false, isSeen = false } = {}) {
    const at = this.shelf.indexOf(id)
    const line = this.layout.lines[lineOf(this.layout.lines, at)]
    if (at < 0 || !line) return
    this.current = id
    if (atTop) scrollBy(0, line.top + this.element.getBoundingClientRect().top - EDGE - HEADING)
    else if (!isSeen) this.#bringIntoView(line)
    this.draw()
    this.#tile(id)?.link.focus({ preventScroll: true })
  }

  /** Where the person is, in lines of tiles: as many as fill the window. */
  get linesInSight() {
    return Math.max(1, Math.floor(innerHeight / (this.layout.lines[1]?.height ?? innerHeight)))
  }

  /** Draw what is near the window and nothing else. */
  draw() {
    cancelAnimationFrame(this.#frame)
    const { lines, first, end } = this.#near()
    const wanted = new Set(lines.slice(first, end))
    const own = lines[lineOf(lines, this.shelf.indexOf(this.current))]
    // The line with the focus stays, or the keyboard would lose its place.
    if (own && this.#hasFocus) wanted.add(own)
    this.#keepOnly(wanted)
    for (const line of wanted) this.#drawLine(line)
    this.#wish(first, end)
    this.#fill()
  }

  /** The lines, and from which to which they are near the window. */
  #near() {
    const top = this.element.getBoundingClientRect().top
    const { lines } = this.layout
    const far = this.#around * innerHeight
    const [first, end] = between(lines, -top - far, -top + innerHeight + far)
    return { lines, first, end }
  }

  /** Give the tiles what they show. What is in sight first has the network for itself. */
  async #fill() {
    const tiles = this.#tiles
    for (const tile of tiles) tile.show(this.stock.get(tile.place.id))
    const isComplete = this.layout.lines.length > 0 && tiles.every(({ isFilled }) => isFilled)
    if (this.#around || !isComplete) return
    await Promise.all(tiles.map((tile) => tile.ready()))
    setTimeout(() => this.#lookAround(), PAINTING)
  }

  #lookAround() {
    this.#around = AROUND
    this.#seen.resolve()
    this.#soon()
  }

  /** Settles when what was in sight first is there, or is no longer looked at. */
  get seen() {
    return this.#seen.promise
  }

  get #hasFocus() {
    return this.element.contains(document.activeElement)
  }

  #soon() {
    cancelAnimationFrame(this.#frame)
    this.#frame = requestAnimationFrame(() => this.draw())
  }

  #resized() {
    const { width } = this.element.getBoundingClientRect()
    if (width === 0 || width === this.#width) return
    const anchor = this.#anchor()
    const isFirst = this.#width === 0
    this.#width = width
    if (isFirst) this.#begin()
    else this.#lay(anchor)
  }

  /** After what surrounds the grid, and line by line: all at once takes a slow phone too long. */
  async #begin() {
    await nextTask()
    this.#measure()
    if (this.#scroll > 0) scrollTo(0, this.#scroll)
    const { layout } = this
    const { lines, first, end } = this.#near()
    for (const line of lines.slice(first, end)) {
      await nextTask()
      // Unless other things are to be shown by now.
      if (layout === this.layout) this.#drawLine(line)
    }
    this.draw()
  }

  /** Where everything lies. */
  #measure() {
    const room = roomOf(this.#width)
    this.layout = justify(this.shelf, room)
    this.element.style.setProperty("--gap", `${room.gap}px`)
    this.element.style.height = `${this.layout.height}px`
    this.element.setAttribute("aria-rowcount", String(this.layout.lines.length))
  }

  /** @param {{ id: string, off: number } | null} anchor */
  #lay(anchor) {
    this.#measure()
    this.#drawn.clear()
    const hadFocus = this.#hasFocus
    this.element.replaceChildren()
    if (anchor) this.#return(anchor)
    this.draw()
    if (hadFocus) this.focus(this.current)
  }

  /** The first tile in sight, and how far it is from the top of the window. */
  #anchor() {
    const top = this.element.getBoundingClientRect().top
    if (top >= 0 || !this.element.isConnected) return null
    const { lines } = this.layout
    const line = lines[between(lines, -top, Infinity)[0]]
    if (!line || line.start >= this.shelf.size) return null
    return { id: this.shelf.id(line.start), off: line.top + top }
  }

  /** @param {{ id: string, off: number }} anchor */
  #return({ id, off }) {
    const line = this.layout.lines[lineOf(this.layout.lines, this.shelf.indexOf(id))]
    if (!line || this.shelf.indexOf(id) < 0) return
    const now = line.top + this.element.getBoundingClientRect().top
    scrollBy(0, now - off)
  }

  /** @param {Line} line */
  #bringIntoView({ top, height }) {
    const at = top + this.element.getBoundingClientRect().top
    if (at < EDGE) scrollBy(0, at - EDGE)
    else if (at + height > innerHeight - EDGE) scrollBy(0, at + height - innerHeight + EDGE)
  }

  /** @param {Set<Line>} wanted */
  #keepOnly(wanted) {
    const keys = new Set([...wanted].map(keyOf))
    for (const [key, { element }] of this.#drawn) {
      if (keys.has(key)) continue
      element.remove()
      this.#drawn.delete(key)
    }
  }

  /** @param {Line} line */
  #drawLine(line) {
    if (this.#drawn.has(keyOf(line))) return
    const row = lineOf(this.layout.lines, line.start) + (line.day === null ? 1 : 0)
    const element = createLine(line, row)
    /** @type {Tile[]} */
    const tiles = []
    for (let at = line.start; at < line.end; at += 1) {
      const tile = this.#createTile(at, line.height)
      tiles.push(tile)
      element.append(tile.element)
    }
    this.#drawn.set(keyOf(line), { element, tiles })
    this.#place(element, line)
  }

  /**
   * In the order of what is shown, for the reading order of assistive technology.
   * @param {HTMLElement} element
   * @param {Line} line
   */
  #place(element, line) {
    element.dataset["top"] = String(line.top)
    const after = [...this.element.children].find(
      (other) => Number(/** @type {HTMLElement} */ (other).dataset["top"]) > line.top,
    )
    this.element.insertBefore(element, after ?? null)
  }

  /**
   * @param {number} at
   * @param {number} height
   */
  #createTile(at, height) {
    const { shelf } = this
    const id = shelf.id(at)
    const place = { id, kind: shelf.kind(at), time: shelf.time(at), href: this.told.href(id) }
    const tile = new Tile(this.api, place)
    tile.element.style.width = `${shelf.ratio(at) * height}px`
    tile.link.tabIndex = id === this.current ? 0 : -1
    tile.choose(this.selection.has(id))
    tile.show(this.stock.get(id))
    return tile
  }

  /**
   * @param {number} first
   * @param {number} end
   */
  #wish(first, end) {
    const { lines } = this.layout
    const from = lines[first]
    const to = lines[end - 1]
    if (from && to && to.end > from.start)
      this.stock.want(this.shelf.ids(from.start, to.end - 1))
  }

  get #tiles() {
    return [...this.#drawn.values()].flatMap(({ tiles }) => tiles)
  }

  /** @param {string} id */
  #tile(id) {
    return this.#tiles.find(({ place }) => place.id === id)
  }

  #showChosen() {
    this.element.toggleAttribute("data-choosing", this.selection.size > 0)
    for (const tile of this.#tiles) tile.choose(this.selection.has(tile.place.id))
  }

  /** @param {EventTarget | null} target */
  #focused(target) {
    const id = target instanceof HTMLElement ? target.dataset["id"] : undefined
    if (!id) return
    this.current = id
    for (const { link, place } of this.#tiles) link.tabIndex = place.id === id ? 0 : -1
  }
}
