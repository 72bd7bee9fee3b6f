/** One picture or film, large, with its recipe and everything one can do with it. */

/** @import { Api } from "../lib/api.js" */
/** @import { Context, Generation } from "../lib/types.d.ts" */
/** @import { Shot } from "../lib/generation.js" */
/** @import { IconName } from "./icon.js" */

import { fill, h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { film } from "./film.js"
import { remove, toggleFavourite } from "./generation-actions.js"
import { iconButton } from "./icon.js"
import { infoPanel } from "./lightbox-info.js"

const words = texts.lightbox

/**
 * What whoever opened it must hear of.
 * @typedef {object} Told
 * @property {(generation: Generation) => void} changed
 * @property {(generation: Generation) => void} gone
 * @property {(shot: Shot) => void} [moved]
 * @property {() => void} [closed]
 */

/** A modal dialog over the page. It removes itself when it is closed or the person leaves. */
export class Lightbox {
  /** @type {Shot[]} */
  #shots
  #index
  #stage = h("div", { class: "lightbox-stage" })
  #count = h("p", { class: "lightbox-count", role: "status" })
  #info = h("aside", { class: "lightbox-info", "aria-label": words.info })
  #heart = tool("heart", words.favourite, () => this.#favourite())
  #previous = tool("chevronLeft", words.previous, () => this.#step(-1))
  #next = tool("chevronRight", words.next, () => this.#step(1))

  /**
   * @param {Context} context
   * @param {Shot[]} shots
   * @param {number} start
   * @param {Told} told
   */
  constructor(context, shots, start, told) {
    this.context = context
    this.told = told
    this.#shots = [...shots]
    this.#index = Math.max(0, start)
    /** @type {HTMLDialogElement} */
    this.dialog = h(
      "dialog",
      { class: "lightbox", "aria-label": words.label },
      this.#bar(),
      h("div", { class: "lightbox-view" }, this.#previous, this.#stage, this.#next),
      this.#info,
    )
    this.dialog.addEventListener("keydown", (event) => this.#key(event))
    this.dialog.addEventListener("close", () => this.#closed())
    swipes(this.#stage, (by) => this.#step(by))
    context.signal.addEventListener("abort", () => this.close())
    this.#open()
  }

  close() {
    this.dialog.close()
  }

  get #shot() {
    return /** @type {Shot} */ (this.#shots[this.#index])
  }

  #bar() {
    return h(
      "div",
      { class: "lightbox-bar" },
      this.#count,
      this.#heart,
      tool("trash", words.delete, () => this.#discard()),
      tool("info", words.info, () => this.#toggleInfo()),
      tool("close", words.close, () => this.close()),
    )
  }

  #toggleInfo() {
    this.dialog.toggleAttribute("data-bare")
  }

  #open() {
    document.body.append(this.dialog)
    // Where there is little room, the picture comes first.
    if (matchMedia("(width < 60rem)").matches) this.dialog.toggleAttribute("data-bare", true)
    this.#show()
    this.dialog.showModal()
  }

  #closed() {
    // After all that listens for the close: the news must have moved out.
    setTimeout(() => this.dialog.remove())
    this.told.closed?.()
  }

  #show() {
    const { generation, media } = this.#shot
    const { api } = this.context
    fill(this.#stage, media.kind === "video" ? film(api, media) : large(api, this.#shot))
    fill(
      this.#info,
      infoPanel(this.context, this.#shot, () => this.close()),
    )
    this.#count.textContent = words.position(this.#index + 1, this.#shots.length)
    this.#previous.disabled = this.#index === 0
    this.#next.disabled = this.#index === this.#shots.length - 1
    this.#heart.setAttribute("aria-pressed", String(generation.favourite))
    this.told.moved?.(this.#shot)
  }

  /** @param {number} by */
  #step(by) {
    if (!this.#shots[this.#index + by]) return
    this.#index += by
    this.#show()
  }

  async #favourite() {
    const { id } = this.#shot.generation
    const changed = await toggleFavourite(this.context, this.#shot.generation)
    if (!changed) return
    this.#shots = this.#shots.map((shot) =>
      shot.generation.id === id ? { ...shot, generation: changed } : shot,
    )
    this.told.changed(changed)
    this.#show()
  }

  #discard() {
    const { generation } = this.#shot
    remove(this.context, generation, {
      gone: () => this.#gone(generation),
      back: this.told.changed,
    })
  }

  /** @param {Generation} generation */
  #gone(generation) {
    this.told.gone(generation)
    this.#shots = this.#shots.filter((shot) => shot.generation.id !== generation.id)
    this.#index = Math.min(this.#index, this.#shots.length - 1)
    if (this.#shots.length === 0) this.close()
    else this.#show()
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // A focused film moves through itself with the arrows.
    if (event.target instanceof HTMLVideoElement) return
    if (event.key === "ArrowLeft") this.#step(-1)
    else if (event.key === "ArrowRight") this.#step(1)
    else return
    event.preventDefault()
  }
}

const SWIPE = 60 // pixels a finger must travel sideways

/**
 * @param {HTMLElement} stage
 * @param {(by: number) => void} step
 */
function swipes(stage, step) {
  let from = { x: 0, y: 0 }
  const began = (/** @type {TouchEvent} */ { touches: [touch] }) => {
    if (touch) from = { x: touch.clientX, y: touch.clientY }
  }
  const ended = (/** @type {TouchEvent} */ { changedTouches: [touch] }) => {
    if (!touch) return
    const [x, y] = [touch.clientX - from.x, touch.clientY - from.y]
    if (Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y)) step(x < 0 ? 1 : -1)
  }
  stage.addEventListener("touchstart", began, { passive: true })
  stage.addEventListener("touchend", ended)
}

/**
 * @param {Api} api
 * @param {Shot} shot
 */
const large = (api, { media, generation }) =>
  h("img", {
    class: "lightbox-image",
    src: api.url(media.url),
    alt: generation.prompt,
    width: media.width,
    height: media.height,
  })

/**
 * @param {IconName} name
 * @param {string} label
 * @param {() => unknown} onclick
 */
const tool = (name, label, onclick) => iconButton(name, label, onclick, { class: "lightbox-tool" })
