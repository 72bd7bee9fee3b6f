/** A picture in the lightbox: whole, or closer, to be moved about. */

/** @import { Api } from "../lib/api.js" */
/** @import { Shot } from "../lib/generation.js" */

import { h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { FIT, moved, zoomed } from "../lib/zoom.js"
import { iconButton } from "./icon.js"

const words = texts.lightbox
const STEP = 1.5 // times larger or smaller by one key or turn of the wheel
const MOVE = 80 // pixels by one key
const SWIPE = 60 // pixels a finger must travel sideways

export class PictureStage {
  #view = FIT
  /** Fingers and buttons that are down, and where. @type {Map<number, { x: number, y: number }>} */
  #down = new Map()
  #from = { x: 0, y: 0 }

  /**
   * @param {Api} api
   * @param {Shot} shot
   * @param {(by: 1 | -1) => void} swipe
   */
  constructor(api, { media, generation }, swipe) {
    this.swipe = swipe
    this.image = h("img", {
      class: "lightbox-image",
      src: api.url(media.url),
      alt: generation.title || generation.prompt,
      width: media.width,
      height: media.height,
    })
    this.image.draggable = false
    this.element = h("div", { class: "zoom" }, this.image)
    this.toggle = iconButton("zoom", words.zoomIn, () => this.#toggle())
    this.tools = [this.toggle]
    this.#listen()
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} whether it was for the picture
   */
  key({ key, shiftKey }) {
    const move = /** @type {Record<string, [number, number]>} */ ({
      ArrowLeft: [MOVE, 0],
      ArrowRight: [-MOVE, 0],
      ArrowUp: [0, MOVE],
      ArrowDown: [0, -MOVE],
    })[key]
    if (move && this.#isClose && (shiftKey || !key.match(/Left|Right/))) this.#move(...move)
    else if (key === "+" || key === "=") this.#zoom(STEP)
    else if (key === "-") this.#zoom(1 / STEP)
    else if (key === "0") this.#set(FIT)
    else if (key === "z" || key === "Z") this.#toggle()
    else return false
    return true
  }

  leave() {
    return // Nothing goes on without being looked at.
  }

  get #isClose() {
    return this.#view.scale > 1
  }

  #listen() {
    const { element } = this
    element.addEventListener("wheel", (event) => this.#wheel(event), { passive: false })
    element.addEventListener("dblclick", (event) => this.#toggle(this.#at(event)))
    element.addEventListener("pointerdown", (event) => this.#pressed(event))
    element.addEventListener("pointermove", (event) => this.#dragged(event))
    for (const name of /** @type {const} */ (["pointerup", "pointercancel"]))
      element.addEventListener(name, (event) => this.#released(event))
  }

  /** Where on the stage, from its middle. @param {MouseEvent} event */
  #at({ clientX, clientY }) {
    const { left, top, width, height } = this.element.getBoundingClientRect()
    return { x: clientX - left - width / 2, y: clientY - top - height / 2 }
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    event.preventDefault()
    this.#zoom(STEP ** (-event.deltaY / 120), this.#at(event))
  }

  /** @param {PointerEvent} event */
  #pressed(event) {
    const at = this.#at(event)
    this.#down.set(event.pointerId, at)
    this.#from = at
    if (this.#isClose) this.element.setPointerCapture(event.pointerId)
  }

  /** @param {PointerEvent} event */
  #dragged(event) {
    const before = this.#down.get(event.pointerId)
    if (!before) return
    const at = this.#at(event)
    const other = [...this.#down].find(([id]) => id !== event.pointerId)
    this.#down.set(event.pointerId, at)
    if (other) this.#pinch(before, at, other[1])
    else if (this.#isClose) this.#move(at.x - before.x, at.y - before.y)
  }

  /**
   * @param {{ x: number, y: number }} before
   * @param {{ x: number, y: number }} at
   * @param {{ x: number, y: number }} other
   */
  #pinch(before, at, other) {
    const apart = (/** @type {{ x: number, y: number }} */ one) =>
      Math.max(1, Math.hypot(one.x - other.x, one.y - other.y))
    this.#zoom(apart(at) / apart(before), { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 })
    this.#from = { x: NaN, y: NaN } // two fingers never swipe
  }

  /** @param {PointerEvent} event */
  #released(event) {
    const at = this.#at(event)
    this.#down.delete(event.pointerId)
    if (this.#isClose || event.type === "pointercancel" || event.pointerType === "mouse") return
    const [x, y] = [at.x - this.#from.x, at.y - this.#from.y]
    if (Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y)) this.swipe(x < 0 ? 1 : -1)
  }

  #toggle(at = { x: 0, y: 0 }) {
    if (this.#isClose) this.#set(FIT)
    else this.#zoom(2 * STEP, at)
  }

  /**
   * @param {number} by
   * @param {{ x: number, y: number }} [at]
   */
  #zoom(by, at) {
    this.#set(zoomed(this.#view, by, at))
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  #move(x, y) {
    const { offsetWidth: width, offsetHeight: height } = this.image
    this.#set(moved(this.#view, x, y, { width, height }))
  }

  /** @param {import("../lib/zoom.js").View} view */
  #set(view) {
    this.#view = view
    const { scale, x, y } = view
    this.image.style.transform = `translate(${x}px, ${y}px) scale(${scale})`
    this.element.toggleAttribute("data-close", this.#isClose)
    const label = this.#isClose ? words.zoomOut : words.zoomIn
    this.toggle.setAttribute("aria-label", label)
    this.toggle.title = label
    this.toggle.setAttribute("aria-pressed", String(this.#isClose))
  }
}
