/** Pictures that go with a request: each with its thumbnail, real progress, error and remove. */

/** @import { Context, Input, Media, Role } from "../lib/types.d.ts" */

import { isAbort } from "../lib/api.js"
import { fill, h } from "../lib/dom.js"
import { size } from "../lib/format.js"
import { isPicture } from "../lib/pictures.js"
import { upload } from "../lib/upload.js"
import { texts } from "../lib/texts.js"
import { iconButton, wordButton } from "./icon.js"
import { alarm } from "./news.js"
import { sentence } from "./problem-block.js"

/**
 * @typedef {object} Picture
 * @property {Media | null} media null until the server has it
 * @property {AbortController} gone
 * @property {HTMLElement} element
 * @property {HTMLElement} words how far it is, how large, or what is wrong
 * @property {() => void} remove from the tray it is in now
 */

/**
 * Holds at most `limit` pictures. Calls `onchange` when one came, went or became ready.
 */
export class Tray {
  /** @type {Picture[]} */
  #pictures = []
  #limit = Infinity

  /**
   * @param {Pick<Context, "api" | "site" | "signal">} context
   * @param {Role} role
   * @param {{ label: string, onchange: () => void }} how
   */
  constructor({ api, site, signal }, role, { label, onchange }) {
    this.api = api
    this.largest = site.upload_max_bytes
    this.signal = signal
    this.role = role
    this.onchange = onchange
    this.element = h("ul", { class: "tray", "aria-label": label, hidden: true })
  }

  /** @returns {Input[]} */
  get inputs() {
    return this.#pictures.flatMap(({ media }) =>
      media ? [{ media_id: media.id, role: this.role }] : [],
    )
  }

  /** Whether a picture is still on its way, so that sending would lose it. */
  get isWaiting() {
    return this.#pictures.some(
      ({ media, element }) => !media && !element.hasAttribute("data-failed"),
    )
  }

  get isEmpty() {
    return this.#pictures.length === 0
  }

  get isFull() {
    return this.#pictures.length >= this.#limit
  }

  /** @param {number} limit */
  set limit(limit) {
    this.#limit = limit
    while (this.#pictures.length > limit)
      this.#remove(/** @type {Picture} */ (this.#pictures.at(-1)))
  }

  /** @param {File[]} files */
  add(files) {
    for (const file of files) {
      if (this.isFull) return alarm(texts.slot.full(this.#limit))
      this.#send(file)
    }
  }

  /** @param {Media} media something the server already has */
  addMedia(media) {
    if (this.isFull) return alarm(texts.slot.full(this.#limit))
    const picture = this.#place(media.name ?? "", this.api.url(media.thumbnail_url ?? media.url))
    picture.media = media
    this.onchange()
  }

  /** Exchange everything with another tray, as swapping start and end frame does. */
  swapWith(/** @type {Tray} */ other) {
    const [mine, theirs] = [this.#pictures, other.#pictures]
    this.#adopt(theirs)
    other.#adopt(mine)
    this.onchange()
    other.onchange()
  }

  /** @param {Picture[]} pictures */
  #adopt(pictures) {
    this.#pictures = pictures
    this.element.replaceChildren(...pictures.map(({ element }) => element))
    this.element.hidden = pictures.length === 0
    for (const picture of pictures) picture.remove = () => this.#remove(picture)
  }

  clear() {
    for (const picture of [...this.#pictures]) this.#remove(picture)
  }

  /** @param {File} file */
  #send(file) {
    const preview = isPicture(file) ? URL.createObjectURL(file) : ""
    const picture = this.#place(file.name, preview)
    picture.words.textContent = size(file.size)
    const again = wordButton(texts.common.retry, () => this.#upload(picture, file), {
      class: "tray-retry",
    })
    again.setAttribute("aria-label", texts.slot.retry(file.name))
    picture.element.append(again)
    return this.#upload(picture, file)
  }

  /**
   * @param {Picture} picture
   * @param {File} file
   */
  async #upload(picture, file) {
    const { words, element } = picture
    element.removeAttribute("data-failed")
    element.setAttribute("data-sending", "")
    this.onchange()
    try {
      this.#check(file)
      words.textContent = texts.slot.uploading(0)
      picture.media = await upload(this.api, file, {
        signal: AbortSignal.any([this.signal, picture.gone.signal]),
        onprogress: (share) => (words.textContent = texts.slot.uploading(Math.round(share * 100))),
      })
      words.textContent = size(picture.media.bytes)
    } catch (error) {
      if (isAbort(error)) return
      // One that cannot be read, or is too large, stays so however often it is sent.
      element.setAttribute("data-failed", error instanceof RangeError ? "for-good" : "")
      words.textContent = error instanceof RangeError ? error.message : sentence(error)
      alarm(`${file.name}: ${words.textContent}`)
    }
    element.removeAttribute("data-sending")
    this.onchange()
  }

  /** @param {File} file */
  #check(file) {
    if (!isPicture(file)) throw new RangeError(texts.slot.notPicture)
    if (file.size > this.largest) throw new RangeError(texts.slot.tooLarge(size(this.largest)))
  }

  /**
   * @param {string} name
   * @param {string} preview
   */
  #place(name, preview) {
    /** @type {Picture} */
    const picture = {
      media: null,
      gone: new AbortController(),
      element: h("li", { class: "tray-item" }),
      words: h("span", { class: "tray-words" }),
      remove: () => this.#remove(picture),
    }
    fill(
      picture.element,
      preview && h("img", { src: preview, alt: "" }),
      h("span", { class: "tray-name" }, name),
      picture.words,
      iconButton("close", texts.slot.clear(name), () => picture.remove(), { class: "tray-remove" }),
    )
    picture.element.title = name
    this.#pictures.push(picture)
    this.element.append(picture.element)
    this.element.hidden = false
    this.onchange()
    return picture
  }

  /** @param {Picture} picture */
  #remove(picture) {
    picture.gone.abort()
    picture.element.remove()
    this.#pictures = this.#pictures.filter((other) => other !== picture)
    this.element.hidden = this.#pictures.length === 0
    this.onchange()
  }
}
