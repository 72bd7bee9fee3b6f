/** Pictures that go with a request: each with its thumbnail, real progress, error and remove. */

/** @import { Context, Input, Media, Role } from "../lib/types.d.ts" */

import { isAbort } from "../lib/api.js"
import { texts as composing } from "../lib/composer/texts.js"
import { h } from "../lib/dom.js"
import { size } from "../lib/format.js"
import { isHeic, isPicture } from "../lib/pictures.js"
import { upload } from "../lib/upload.js"
import { texts } from "../lib/texts.js"
import { iconButton, wordButton } from "./icon.js"
import { alarm } from "./news.js"
import { sentence } from "./problem-block.js"

const slot = composing.slot

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
   * @param {{ label: string, onchange: () => void, source: HTMLElement }} how `source` is the button
   *   that brings another picture
   */
  constructor({ api, site, signal }, role, { label, onchange, source }) {
    this.api = api
    this.largest = site.upload_max_bytes
    this.signal = signal
    this.role = role
    this.onchange = onchange
    this.source = source
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
      if (this.isFull) return alarm(slot.full(this.#limit))
      this.#send(file)
    }
  }

  /** @param {Media} media something the server already has */
  addMedia(media) {
    if (this.isFull) return alarm(slot.full(this.#limit))
    const picture = this.#place(media.name ?? "", this.#address(media))
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
    this.element.replaceChildren()
    this.element.hidden = true
  }

  /**
   * Say why something does not come along, where it would have been.
   * @param {string} name
   * @param {string} why
   */
  refuse(name, why) {
    const { element } = this.#chip(name, "", why, () => this.#takeOut(element))
    element.setAttribute("data-failed", "for-good")
    alarm(`${name}: ${why}`)
  }

  /** @param {File} file */
  #send(file) {
    const preview = isPicture(file) && !isHeic(file) ? URL.createObjectURL(file) : ""
    const picture = this.#place(file.name, preview)
    picture.words.textContent = size(file.size)
    const again = wordButton(texts.common.retry, () => this.#upload(picture, file), {
      class: "tray-retry",
    })
    again.setAttribute("aria-label", slot.retry(file.name))
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
      words.textContent = slot.uploading(0)
      picture.media = await upload(this.api, file, {
        signal: AbortSignal.any([this.signal, picture.gone.signal]),
        onprogress: (share) => (words.textContent = slot.uploading(Math.round(share * 100))),
      })
      words.textContent = size(picture.media.bytes)
      if (!element.querySelector("img")) element.prepend(shown(this.#address(picture.media)))
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
    if (!isPicture(file)) throw new RangeError(slot.notPicture)
    if (file.size > this.largest) throw new RangeError(slot.tooLarge(size(this.largest)))
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
      ...this.#chip(name, preview, "", () => picture.remove()),
      remove: () => this.#remove(picture),
    }
    this.#pictures.push(picture)
    this.onchange()
    return picture
  }

  /**
   * @param {string} name
   * @param {string} preview
   * @param {string} said
   * @param {() => void} remove
   */
  #chip(name, preview, said, remove) {
    const words = h("span", { class: "tray-words" }, said)
    const element = h(
      "li",
      { class: "tray-item", title: name },
      preview && shown(preview),
      h("span", { class: "tray-name" }, name),
      words,
      iconButton("close", texts.files.remove(name), remove, { class: "tray-remove" }),
    )
    this.element.append(element)
    this.element.hidden = false
    return { element, words }
  }

  /** @param {Picture} picture */
  #remove(picture) {
    picture.gone.abort()
    this.#pictures = this.#pictures.filter((other) => other !== picture)
    this.#takeOut(picture.element)
  }

  /**
   * Who was at its button goes on at the next one's, else at the one's before, else where another
   * picture comes from.
   * @param {HTMLElement} chip
   */
  #takeOut(chip) {
    const beside = chip.nextElementSibling ?? chip.previousElementSibling
    const wasThere = chip.contains(document.activeElement)
    chip.remove()
    this.element.hidden = this.element.childElementCount === 0
    this.onchange()
    /** @type {HTMLElement | null | undefined} */
    const button = beside?.querySelector(".tray-remove")
    if (wasThere) (button ?? this.source).focus()
  }

  /** @param {Media} media */
  #address({ thumbnail_url, url }) {
    return this.api.url(thumbnail_url ?? url)
  }
}

/** @param {string} address */
const shown = (address) => h("img", { src: address, alt: "" })
