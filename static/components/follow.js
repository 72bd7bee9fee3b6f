/** Keeping the end of a growing page in view, but only for a reader who is there already. */

import { h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { icon } from "./icon.js"

const NEAR = 80 // pixels from the end that still count as being there

/** Follows what grows, until the reader scrolls up; `button` leads back to the end. */
export class Follower {
  #follows = true
  #last = scrollY

  /** @param {AbortSignal} signal */
  constructor(signal) {
    const label = texts.text.toEnd
    this.button = h(
      "button",
      {
        type: "button",
        class: "to-end",
        "aria-label": label,
        title: label,
        hidden: true,
        onclick: () => this.toEnd(),
      },
      icon("arrowDown"),
    )
    addEventListener("scroll", () => this.#scrolled(), { signal, passive: true })
  }

  toEnd() {
    this.#follows = true
    scrollTo({ top: document.documentElement.scrollHeight })
    this.#show()
  }

  /** To be called after every growth. */
  grown() {
    if (this.#follows) scrollTo({ top: document.documentElement.scrollHeight })
    else this.#show()
  }

  get #isNear() {
    return document.documentElement.scrollHeight - innerHeight - scrollY < NEAR
  }

  #scrolled() {
    // Growth never scrolls up: whoever does wants to read.
    if (scrollY < this.#last - 2) this.#follows = false
    if (this.#isNear) this.#follows = true
    this.#last = scrollY
    this.#show()
  }

  #show() {
    this.button.hidden = this.#isNear
  }
}
