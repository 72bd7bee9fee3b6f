/** The drawer under a finger: a swipe from the edge opens it, one back closes it. */

import { motionIsWelcome } from "../lib/storage.js"
import { meaning } from "../lib/swipe.js"

const EDGE = 40 // pixels; the outermost belong to the system of many phones
const ONLY_UP_AND_DOWN = "pan-y pinch-zoom"

/**
 * @param {HTMLDialogElement} drawer
 * @param {HTMLElement} stage what it opens over
 */
export function followSwipes(drawer, stage) {
  // Else the browser takes every finger for its own, also where nothing can move sideways.
  for (const element of [stage, drawer, ...drawer.querySelectorAll(".threads")])
    if (element instanceof HTMLElement) element.style.touchAction = ONLY_UP_AND_DOWN

  onSwipe(stage, {
    begins: (event) =>
      event.clientX <= EDGE &&
      drawer.childElementCount > 0 && // else the rail stands beside the page
      !document.querySelector("dialog:modal") &&
      !movesSideways(event.target),
    to: "right",
    swiped: () => drawer.showModal(),
  })
  onSwipe(drawer, {
    begins: () => true,
    to: "left",
    swiped: () => drawer.close(),
    moved: (x) => (drawer.style.translate = x < 0 ? `${x}px` : ""),
  })
}

/**
 * @typedef {object} Swipe
 * @property {(event: PointerEvent) => boolean} begins
 * @property {"left" | "right"} to
 * @property {() => void} swiped
 * @property {(x: number) => void} [moved] as long as it may become one; 0 when it will not
 */

/**
 * Of one finger. A second one ends it, and so does the browser when it begins to scroll.
 * @param {HTMLElement} element
 * @param {Swipe} swipe
 */
function onSwipe(element, { begins, to, swiped, moved = () => {} }) {
  /** @type {PointerEvent | null} */
  let first = null
  const end = () => {
    if (first) moved(0)
    first = null
  }
  element.addEventListener("pointerdown", (event) => {
    end()
    if (event.pointerType === "touch" && event.isPrimary && begins(event)) first = event
  })
  element.addEventListener("pointermove", (event) => {
    if (first?.pointerId !== event.pointerId) return
    const x = event.clientX - first.clientX
    const told = meaning(x, event.clientY - first.clientY)
    if (told === "other") end()
    else if (told && motionIsWelcome()) moved(x)
  })
  element.addEventListener("pointerup", (event) => {
    const from = first
    end()
    if (from?.pointerId !== event.pointerId) return
    if (meaning(event.clientX - from.clientX, event.clientY - from.clientY) === to) swiped()
  })
  element.addEventListener("pointercancel", end)
}

/**
 * Whether a finger here moves a table, code or a row of pictures.
 * @param {EventTarget | null} target
 */
function movesSideways(target) {
  for (let at = target instanceof Element ? target : null; at; at = at.parentElement) {
    const canScroll = at.scrollWidth > at.clientWidth + 1
    if (canScroll && /auto|scroll/.test(getComputedStyle(at).overflowX)) return true
    if (at.matches("input[type=range], [draggable=true]")) return true
  }
  return false
}
