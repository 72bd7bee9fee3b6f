/** News: spoken for people who do not see them, and passing ones at the edge of the page. */

import { h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { iconButton, wordButton } from "./icon.js"

const STAYS = 6000 // milliseconds; an undo stays for ten seconds
const STAYS_WITH_ACTION = 10_000

/** The messages of this document, the oldest first, to be read again. @type {Passed[]} */
export const passed = []

/** @typedef {{ text: string, at: string }} Passed */

const MOST_PASSED = 20
const MOST_SHOWN = 3 // a higher pile would cover what the person is doing

/**
 * Show a short message. It waits while the pointer or the focus is on it, and stays in the list
 * of news unless it is `kept` elsewhere.
 * @param {string} text
 * @param {{ label: string, act: () => void }} [action]
 * @param {{ kept?: boolean }} [how]
 */
export function toast(text, action, { kept = true } = {}) {
  if (kept) passed.push({ text, at: new Date().toISOString() })
  if (passed.length > MOST_PASSED) passed.shift()
  const close = () => element.remove()
  /** @type {HTMLDivElement} */
  const element = h(
    "div",
    { class: "toast" },
    h("p", { class: "toast-text" }, text),
    action && wordButton(action.label, () => (close(), action.act()), { class: "button-quiet" }),
    iconButton("close", texts.common.dismiss, close),
  )
  element.toggleAttribute("data-elsewhere", !kept)
  const pile = desk().querySelector("#toasts")
  pile?.append(element)
  // Only what can be read elsewhere gives way; a chance to undo does not.
  const elsewhere = [...(pile?.querySelectorAll("[data-elsewhere]") ?? [])]
  for (const old of elsewhere.slice(0, -MOST_SHOWN)) old.remove()
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
  const region = desk().querySelector(`#${id}`)
  if (!region) return
  region.textContent = ""
  setTimeout(() => (region.textContent = text), 50)
}

/**
 * What holds all news. While a dialog is modal everything outside of it is silent and dead, so
 * the desk moves in, and out again when the dialog closes.
 */
function desk() {
  const found = /** @type {HTMLElement} */ (document.getElementById("desk"))
  const modal = [...document.querySelectorAll("dialog:modal")].at(-1)
  const home = modal ?? document.body
  if (found.parentElement !== home) home.append(found)
  modal?.addEventListener("close", () => document.body.append(found), { once: true })
  return found
}
