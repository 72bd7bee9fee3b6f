/** Images and films as justified rows under day headings, with one tab stop and arrow keys. */

/** @import { Api } from "../lib/api.js" */
/** @import { Shot } from "../lib/generation.js" */

import { h } from "../lib/dom.js"
import { clock, day } from "../lib/format.js"
import { texts } from "../lib/texts.js"
import { icon } from "./icon.js"

const words = texts.library

/**
 * What one can do with the tile that has the focus.
 * @typedef {object} Acts
 * @property {(shot: Shot) => void} open
 * @property {(shot: Shot) => void} favourite
 * @property {(shot: Shot) => void} download
 * @property {(shot: Shot) => void} usePrompt
 * @property {(shot: Shot) => void} remove
 */

export class Gallery {
  /** @type {Map<string, { shot: Shot, tile: HTMLElement }>} */
  #tiles = new Map()
  /** @type {Map<string, HTMLElement>} */
  #days = new Map()

  /**
   * @param {Api} api
   * @param {Acts} acts
   */
  constructor(api, acts) {
    this.api = api
    this.acts = acts
    this.element = h("div", {
      class: "gallery",
      role: "group",
      "aria-label": words.grid,
      onkeydown: (event) => this.#key(event),
    })
    this.element.addEventListener(
      "focusin",
      ({ target }) => target instanceof HTMLElement && this.#rove(target),
    )
  }

  /** In the order they are shown. @returns {Shot[]} */
  get shots() {
    return this.#order().flatMap((tile) => this.#tiles.get(tile.dataset["media"] ?? "")?.shot ?? [])
  }

  get size() {
    return this.#tiles.size
  }

  clear() {
    this.#tiles.clear()
    this.#days.clear()
    this.element.replaceChildren()
  }

  /**
   * Add a shot, or show what changed about it.
   * @param {Shot} shot
   * @param {boolean} [isNew] to the front instead of the end
   */
  show(shot, isNew = false) {
    const tile = this.#tile(shot)
    const known = this.#tiles.get(shot.media.id)
    if (known?.tile.tabIndex === 0 || this.#tiles.size === 0) tile.tabIndex = 0
    this.#tiles.set(shot.media.id, { shot, tile })
    if (!known) return this.#insert(shot, tile, isNew)
    const hadFocus = known.tile === document.activeElement
    known.tile.replaceWith(tile)
    if (hadFocus) tile.focus()
  }

  /** @param {string} generationId */
  drop(generationId) {
    for (const [id, { shot, tile }] of this.#tiles) {
      if (shot.generation.id !== generationId) continue
      const order = this.#order()
      const neighbour = order[order.indexOf(tile) + 1] ?? order[order.indexOf(tile) - 1]
      const hadFocus = tile === document.activeElement
      tile.closest("li")?.remove()
      this.#tiles.delete(id)
      if (neighbour && tile.tabIndex === 0) neighbour.tabIndex = 0
      if (hadFocus) neighbour?.focus()
    }
    for (const [name, section] of this.#days) {
      if (section.querySelector("li")) continue
      section.remove()
      this.#days.delete(name)
    }
  }

  #order() {
    return /** @type {HTMLElement[]} */ ([...this.element.querySelectorAll(".tile")])
  }

  /**
   * @param {Shot} shot
   * @param {HTMLElement} tile
   * @param {boolean} isNew
   */
  #insert(shot, tile, isNew) {
    const { width, height } = shot.media
    const ratio = Math.min(2.6, Math.max(0.5, width && height ? width / height : 1))
    const item = h("li", { class: "gallery-item", style: { "--ratio": ratio } }, tile)
    const list = this.#day(day(shot.generation.created_at), isNew).querySelector("ul")
    if (isNew) list?.prepend(item)
    else list?.append(item)
  }

  /**
   * @param {string} name
   * @param {boolean} isNew
   */
  #day(name, isNew) {
    const known = this.#days.get(name)
    if (known) return known
    const section = h(
      "section",
      { class: "gallery-day" },
      h("h2", { class: "section-title" }, name),
      h("ul", { class: "gallery-row" }),
    )
    this.#days.set(name, section)
    if (isNew) this.element.prepend(section)
    else this.element.append(section)
    return section
  }

  /** @param {Shot} shot */
  #tile(shot) {
    const { generation, media } = shot
    const isFilm = media.kind === "video"
    const length = isFilm && media.duration_s ? clock(media.duration_s) : ""
    const still = media.thumbnail_url ?? (isFilm ? null : media.url)
    return h(
      "a",
      {
        class: "tile",
        href: this.api.url(`/library/${generation.id}`),
        tabindex: -1,
        "data-media": media.id,
        "aria-label": words.tile(texts.kinds[generation.kind], generation.prompt, length),
        onclick: (event) => this.#click(event, shot),
      },
      still && h("img", { src: this.api.url(still), alt: "", loading: "lazy" }),
      generation.favourite && h("span", { class: "tile-heart" }, icon("heart")),
      h("span", { class: "tile-prompt", dir: "auto" }, generation.prompt),
      isFilm && h("span", { class: "tile-length" }, icon("play"), length),
    )
  }

  /**
   * @param {MouseEvent} event
   * @param {Shot} shot
   */
  #click(event, shot) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    this.acts.open(shot)
  }

  /** @param {HTMLElement} target */
  #rove(target) {
    if (!target.classList.contains("tile")) return
    for (const { tile } of this.#tiles.values()) tile.tabIndex = tile === target ? 0 : -1
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { target, key } = event
    const shot =
      target instanceof HTMLElement
        ? this.#tiles.get(target.dataset["media"] ?? "")?.shot
        : undefined
    if (!shot || event.ctrlKey || event.metaKey || event.altKey) return
    const act = {
      f: this.acts.favourite,
      d: this.acts.download,
      p: this.acts.usePrompt,
      i: this.acts.open,
      Delete: this.acts.remove,
    }[key.length === 1 ? key.toLowerCase() : key]
    if (act) act(shot)
    else if (!this.#moveFocus(/** @type {HTMLElement} */ (target), key)) return
    event.preventDefault()
  }

  /**
   * @param {HTMLElement} from
   * @param {string} key
   */
  #moveFocus(from, key) {
    const order = this.#order()
    const at = order.indexOf(from)
    const to = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: order.length - 1,
      ArrowDown: neighbour(order, at, 1),
      ArrowUp: neighbour(order, at, -1),
    }[key]
    if (to === undefined) return false
    order[to]?.focus()
    return true
  }
}

/**
 * The tile of the next row that lies nearest below (or above).
 * @param {HTMLElement[]} order
 * @param {number} at
 * @param {1 | -1} direction
 */
function neighbour(order, at, direction) {
  const boxes = order.map((tile) => tile.getBoundingClientRect())
  const from = /** @type {DOMRect} */ (boxes[at])
  const isBeyond = (/** @type {DOMRect} */ box) =>
    direction > 0 ? box.top >= from.bottom - 4 : box.bottom <= from.top + 4
  const next = direction > 0 ? boxes.findIndex(isBeyond) : boxes.findLastIndex(isBeyond)
  if (next < 0) return at
  const row = /** @type {DOMRect} */ (boxes[next]).top
  const centre = from.left + from.width / 2
  let best = next
  for (const [index, box] of boxes.entries()) {
    const isInRow = Math.abs(box.top - row) < 4
    if (isInRow && off(box, centre) < off(/** @type {DOMRect} */ (boxes[best]), centre))
      best = index
  }
  return best
}

/**
 * @param {DOMRect} box
 * @param {number} centre
 */
const off = (box, centre) => Math.abs(box.left + box.width / 2 - centre)
