/** Keeping the end of a growing page in view, but only for a reader who is there already. */

import { h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { icon } from "./icon.js"

const NEAR = 80 // pixels from the end that still count as being there

/**
 * Follows what grows, until the reader scrolls up; `button` leads back to the end, with a dot when
 * something has come since.
 */
export class Follower {
  #follows = true
  #last = scrollY
  #seen = 0
  #isUnread = false

  /**
   * @param {Element} element what grows
   * @param {AbortSignal} signal
   */
  constructor(element, signal) {
    this.button = h(
      "button",
      { type: "button", class: "to-end", hidden: true, onclick: () => this.toEnd() },
      icon("arrowDown"),
    )
    this.#name()
    addEventListener("scroll", () => this.#scrolled(), { signal, passive: true })
    addEventListener("resize", () => (this.#seen = document.documentElement.scrollHeight), { signal })
    const grows = new ResizeObserver(() => this.#grown())
    grows.observe(element)
    signal.addEventListener("abort", () => grows.disconnect())
  }

  toEnd() {
    this.#follows = true
    scrollTo({ top: document.documentElement.scrollHeight })
    this.#show()
  }

  /** Stay where a link has led, until the reader goes to the end. */
  rest() {
    this.#follows = false
    this.#seen = document.documentElement.scrollHeight
    this.#show()
  }

  #grown() {
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
    const { scrollHeight } = document.documentElement
    const isNear = this.#isNear
    if (isNear) this.#seen = scrollHeight
    const isUnread = scrollHeight > this.#seen + NEAR
    if (isNear !== this.button.hidden) this.button.hidden = isNear
    if (isUnread === this.#isUnread) return
    this.#isUnread = isUnread
    this.#name()
  }

  #name() {
    const label = this.#isUnread ? texts.text.toEndUnread : texts.text.toEnd
    this.button.toggleAttribute("data-unread", this.#isUnread)
    this.button.setAttribute("aria-label", label)
    this.button.title = label
  }
}
