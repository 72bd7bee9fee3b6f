/** A film in the lightbox: its own controls, and one frame at a time. */

/** @import { Api } from "../lib/api.js" */
/** @import { Shot } from "../lib/generation.js" */

import { texts } from "../lib/texts.js"
import { film } from "./film.js"
import { iconButton } from "./icon.js"

const words = texts.lightbox
const FRAME = 1 / 24 // seconds, until the film has shown how long its frames are

export class FilmStage {
  #frame = FRAME
  #seen = -1

  /**
   * @param {Api} api
   * @param {Shot} shot
   */
  constructor(api, { media, generation }) {
    this.element = film(api, media)
    this.video = /** @type {HTMLVideoElement} */ (this.element.querySelector("video"))
    this.video.setAttribute("aria-label", generation.title || generation.prompt)
    this.tools = [
      iconButton("stepBack", words.frameBack, () => this.#step(-1)),
      iconButton("stepForward", words.frameForward, () => this.#step(1)),
    ]
    this.#measure()
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} whether it was for the film
   */
  key({ key, target }) {
    if (key === ",") this.#step(-1)
    else if (key === ".") this.#step(1)
    else if (key === " " && !(target instanceof HTMLButtonElement)) this.#toggle()
    // A film with the focus moves through itself with the arrows.
    else return target === this.video && key.startsWith("Arrow")
    return true
  }

  leave() {
    this.video.pause()
  }

  #toggle() {
    if (this.video.paused) this.video.play().catch(() => {})
    else this.video.pause()
  }

  /** @param {1 | -1} by */
  #step(by) {
    this.video.pause()
    const to = this.video.currentTime + by * this.#frame
    this.video.currentTime = Math.min(this.video.duration || 0, Math.max(0, to))
  }

  /** How long a frame lasts is only told by two that follow one another while it plays. */
  #measure() {
    this.video.requestVideoFrameCallback?.((_, { mediaTime }) => {
      const apart = mediaTime - this.#seen
      if (this.#seen >= 0 && apart > 0.005 && apart < 0.11) this.#frame = apart
      this.#seen = mediaTime
      this.#measure()
    })
  }
}
