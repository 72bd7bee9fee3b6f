/** One picture or film, large, with its recipe and everything one can do with it. */

/** @import { Context, Generation } from "../lib/types.d.ts" */
/** @import { Shot } from "../lib/generation.js" */
/** @import { Sequence } from "../lib/sequence.js" */
/** @import { IconName } from "./icon.js" */

import { fill, h, isTyping } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { FilmStage } from "./film-stage.js"
import { download, remove, share, toggleFavourite } from "./generation-actions.js"
import { iconButton } from "./icon.js"
import { infoPanel } from "./lightbox-info.js"
import { alarm } from "./news.js"
import { PictureStage } from "./picture-stage.js"
import { sentence } from "./problem-block.js"

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
  /** @type {Shot} */
  #shot
  /** @type {PictureStage | FilmStage | null} */
  #on = null
  #stage = h("div", { class: "lightbox-stage" })
  #tools = h("div", { class: "lightbox-tools" })
  #count = h("p", { class: "lightbox-count", role: "status" })
  #info = h("aside", { class: "lightbox-info", "aria-label": words.info, tabindex: 0 })
  #heart = tool("heart", words.favourite, () => this.#favourite())
  #previous = tool("chevronLeft", words.previous, () => this.#step(-1))
  #next = tool("chevronRight", words.next, () => this.#step(1))
  #details = tool("info", words.info, () => this.#toggleInfo())

  /**
   * @param {Context} context
   * @param {Sequence} sequence
   * @param {Shot} start
   * @param {Told} told
   */
  constructor(context, sequence, start, told) {
    this.context = context
    this.sequence = sequence
    this.told = told
    this.#shot = start
    /** @type {HTMLDialogElement} */
    this.dialog = h(
      "dialog",
      { class: "lightbox", "aria-label": words.label, tabindex: -1 },
      this.#bar(),
      h("div", { class: "lightbox-view" }, this.#previous, this.#stage, this.#next),
      this.#info,
    )
    this.dialog.addEventListener("keydown", (event) => this.#key(event))
    this.dialog.addEventListener("close", () => this.#closed())
    context.signal.addEventListener("abort", () => this.close())
    this.#open()
  }

  close() {
    this.dialog.close()
  }

  #bar() {
    return h(
      "div",
      { class: "lightbox-bar" },
      this.#count,
      this.#tools,
      this.#heart,
      tool("download", words.download, () => this.#download()),
      this.context.site.share_links &&
        tool("share", words.share, () => share(this.context, this.#shot.generation)),
      tool("trash", words.delete, () => this.#discard()),
      this.#details,
      tool("close", words.close, () => this.close()),
    )
  }

  #toggleInfo() {
    this.#showInfo(this.dialog.hasAttribute("data-bare"))
  }

  /** @param {boolean} isShown */
  #showInfo(isShown) {
    this.dialog.toggleAttribute("data-bare", !isShown)
    this.#details.setAttribute("aria-expanded", String(isShown))
  }

  #open() {
    document.body.append(this.dialog)
    // Where there is little room, the picture comes first.
    this.#showInfo(!matchMedia("(width < 60rem)").matches)
    this.#show()
    this.dialog.showModal()
    this.dialog.focus()
  }

  #closed() {
    this.#on?.leave()
    // After all that listens for the close: the news must have moved out.
    setTimeout(() => this.dialog.remove())
    this.told.closed?.()
  }

  #show() {
    const { generation, media } = this.#shot
    const { api } = this.context
    this.#on?.leave()
    this.#on =
      media.kind === "video"
        ? new FilmStage(api, this.#shot)
        : new PictureStage(api, this.#shot, (by) => this.#step(by))
    fill(this.#stage, this.#on.element)
    fill(this.#tools, this.#on.tools)
    // What had the focus may be gone, and keys are only heard in here.
    if (this.dialog.open && !this.dialog.contains(document.activeElement)) this.dialog.focus()
    this.#describe(generation)
    this.told.moved?.(this.#shot)
    this.#lookAhead()
  }

  /** @param {Generation} generation */
  #describe(generation) {
    const { at, of } = this.sequence.place(this.#shot)
    this.#count.textContent = at > 0 ? words.position(at, of) : ""
    this.#heart.setAttribute("aria-pressed", String(generation.favourite))
    const info = infoPanel(this.context, this.#shot, {
      close: () => this.close(),
      changed: (changed) => this.#changed(changed),
    })
    fill(this.#info, info)
  }

  /** Whether there is more either way, and the next picture before it is asked for. */
  async #lookAhead() {
    const shot = this.#shot
    const [before, after] = await Promise.all([
      this.sequence.beside(shot, -1).catch(() => null),
      this.sequence.beside(shot, 1).catch(() => null),
    ])
    if (shot !== this.#shot) return
    this.#previous.disabled = before === null
    this.#next.disabled = after === null
    if (after?.media.kind === "image") new Image().src = this.context.api.url(after.media.url)
  }

  /** @param {1 | -1} by */
  async #step(by) {
    const from = this.#shot
    try {
      const next = await this.sequence.beside(from, by)
      if (next && from === this.#shot) this.#go(next)
    } catch (error) {
      alarm(sentence(error))
    }
  }

  /** @param {Shot} shot */
  #go(shot) {
    this.#shot = shot
    this.#show()
  }

  async #favourite() {
    const changed = await toggleFavourite(this.context, this.#shot.generation)
    if (changed) this.#changed(changed)
  }

  /** @param {Generation} generation */
  #changed(generation) {
    this.sequence.change(generation)
    this.told.changed(generation)
    if (generation.id !== this.#shot.generation.id) return
    this.#shot = { ...this.#shot, generation }
    this.#describe(generation)
  }

  #download() {
    download(this.context, this.#shot.generation, this.#shot.media)
  }

  /** On to the next one, or the one before the last. */
  async #discard() {
    const { generation } = this.#shot
    const next = (await this.#other(1)) ?? (await this.#other(-1))
    remove(this.context, generation, {
      gone: () => {
        this.sequence.drop(generation)
        this.told.gone(generation)
        if (this.#shot.generation.id !== generation.id) return
        if (next) this.#go(next)
        else this.close()
      },
      back: this.told.changed,
    })
  }

  /**
   * The nearest that is not of the same request.
   * @param {1 | -1} by
   */
  async #other(by) {
    /** @type {Shot | null} */
    let other = this.#shot
    while (other && other.generation.id === this.#shot.generation.id)
      other = await this.sequence.beside(other, by)
    return other
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return
    if (this.#on?.key(event)) return event.preventDefault()
    const act = {
      ArrowLeft: () => this.#step(-1),
      ArrowRight: () => this.#step(1),
      f: () => this.#favourite(),
      d: () => this.#download(),
      i: () => this.#toggleInfo(),
      Delete: () => this.#discard(),
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    if (!act) return
    act()
    event.preventDefault()
  }
}

/**
 * @param {IconName} name
 * @param {string} label
 * @param {() => unknown} onclick
 */
const tool = (name, label, onclick) => iconButton(name, label, onclick, { class: "lightbox-tool" })
