/** Keeping the end of a growing page in view, but only for a reader who is there already. */

import { h } from "../lib/dom.js"
import { texts } from "../texts/en.js"
import { icon } from "./icon.js"

const NEAR = 80 // pixels from the end that still count as being there

/**
 * @param {AbortSignal} signal
 * @returns {{ button: HTMLElement, grown: () => void, toEnd: () => void }}
 */
export function createFollower(signal) {
  let follows = true
  const button = h(
    "button",
    { type: "button", class: "to-end", "aria-label": texts.text.toEnd, title: texts.text.toEnd, hidden: true, onclick: toEnd },
    icon("arrowDown"),
  )
  const root = document.documentElement
  const distance = () => root.scrollHeight - innerHeight - scrollY

  function toEnd() {
    follows = true
    scrollTo({ top: root.scrollHeight })
    show()
  }

  function grown() {
    if (follows) scrollTo({ top: root.scrollHeight })
    else show()
  }

  function show() {
    button.hidden = distance() < NEAR
  }

  let last = scrollY
  addEventListener(
    "scroll",
    () => {
      // Growth never scrolls up: whoever does wants to read.
      if (scrollY < last - 2) follows = false
      if (distance() < NEAR) follows = true
      last = scrollY
      show()
    },
    { signal, passive: true },
  )
  return { button, grown, toEnd }
}
