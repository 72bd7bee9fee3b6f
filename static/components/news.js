/** News: spoken for people who do not see them, and passing ones at the edge of the page. */

import { h } from "../lib/dom.js"
import { texts } from "../texts/en.js"
import { icon } from "./icon.js"

const STAYS = 6000 // milliseconds; an undo stays for ten seconds
const STAYS_WITH_ACTION = 10_000

/**
 * Show a short message. It waits while the pointer or the focus is on it.
 * @param {string} text
 * @param {{ label: string, act: () => void }} [action]
 */
export function toast(text, action) {
  /** @type {HTMLDivElement} */
  const element = h(
    "div",
    { class: "toast" },
    h("p", { class: "toast-text" }, text),
    action &&
      h(
        "button",
        { type: "button", class: "button button-quiet", onclick: () => (close(), action.act()) },
        action.label,
      ),
    h(
      "button",
      { type: "button", class: "icon-button", "aria-label": texts.common.dismiss, onclick: () => close() },
      icon("close"),
    ),
  )
  const close = () => element.remove()
  document.getElementById("toasts")?.append(element)
  leaveAfter(element, action ? STAYS_WITH_ACTION : STAYS, close)
}

/**
 * @param {HTMLElement} element
 * @param {number} milliseconds
 * @param {() => void} close
 */
function leaveAfter(element, milliseconds, close) {
  let timer = setTimeout(close, milliseconds)
  const hold = () => clearTimeout(timer)
  const go = () => {
    clearTimeout(timer)
    timer = setTimeout(close, milliseconds)
  }
  element.addEventListener("pointerenter", hold)
  element.addEventListener("focusin", hold)
  element.addEventListener("pointerleave", go)
  element.addEventListener("focusout", go)
}

/**
 * Say something that can wait for a pause.
 * @param {string} text
 */
export const announce = (text) => say("news", text)

/**
 * Say an error.
 * @param {string} text
 */
export const alarm = (text) => say("alarms", text)

/**
 * The same words twice are news twice, so the region is emptied first.
 * @param {string} id
 * @param {string} text
 */
function say(id, text) {
  const region = document.getElementById(id)
  if (!region) return
  region.textContent = ""
  setTimeout(() => (region.textContent = text), 50)
}
