/** Keys that work on every page. None fires while an input method composes or a dialog is open. */

/** @import { Router } from "../lib/router.js" */

/** Whether the key belongs to the field the person is typing in. */
export const isTyping = (/** @type {Event} */ { target }) =>
  target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null

export const isComposing = (/** @type {KeyboardEvent} */ event) =>
  event.isComposing || event.keyCode === 229

/**
 * @param {Router} router
 * @param {() => void} toggleRail
 */
export function listenForKeys(router, toggleRail) {
  addEventListener("keydown", (event) => {
    if (isComposing(event) || event.defaultPrevented || document.querySelector("dialog:modal")) return
    const act = actionOf(event, router, toggleRail)
    if (!act) return
    event.preventDefault()
    act()
  })
}

/**
 * @param {KeyboardEvent} event
 * @param {Router} router
 * @param {() => void} toggleRail
 * @returns {(() => void) | undefined}
 */
function actionOf(event, router, toggleRail) {
  const mod = event.ctrlKey || event.metaKey
  if (mod && event.shiftKey && event.code === "KeyO") return () => router.go("/generate/text")
  if (mod && !event.shiftKey && event.key === "b") return toggleRail
  if (mod && event.key === "/") return showList
  if (event.shiftKey && event.key === "Escape") return focusComposer
  if (mod || event.altKey || isTyping(event)) return undefined
  if (event.key === "/") return focusComposer
  if (event.key === "?") return showList
  return undefined
}

function focusComposer() {
  const field = document.querySelector("[data-composer]")
  if (field instanceof HTMLElement) field.focus()
}

async function showList() {
  const { showShortcuts } = await import("./shortcut-list.js")
  showShortcuts()
}
