/** A panel at the side of the page; on a phone it comes from below and covers the page. */

/** @import { Child } from "../lib/types.d.ts" */

import { freshId, h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { iconButton } from "./icon.js"

/**
 * @param {string} title
 * @param {...Child} content
 */
export function createSheet(title, ...content) {
  const narrow = matchMedia("(width < 72rem)")
  const id = freshId("sheet")
  /** @type {HTMLDialogElement} */
  const dialog = h(
    "dialog",
    { class: "sheet", "aria-labelledby": id },
    h(
      "div",
      { class: "dialog-head" },
      h("h2", { class: "dialog-title", id }, title),
      iconButton("close", texts.common.close, () => dialog.close()),
    ),
    h("div", { class: "form" }, content),
  )
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close())
  /** Where the window became too narrow for both, it covers the page. One that covers stays so. */
  function cover() {
    if (!narrow.matches || dialog.matches(":modal")) return
    const focused = document.activeElement
    dialog.open = false
    dialog.showModal()
    if (focused instanceof HTMLElement && dialog.contains(focused)) focused.focus()
  }

  /** @param {HTMLElement} opener */
  function open(opener) {
    const closed = new AbortController()
    if (narrow.matches) dialog.showModal()
    else dialog.show()
    opener.setAttribute("aria-expanded", "true")
    narrow.addEventListener("change", cover, { signal: closed.signal })
    dialog.addEventListener(
      "close",
      () => (closed.abort(), opener.setAttribute("aria-expanded", "false"), opener.focus()),
      { once: true },
    )
  }

  return {
    element: dialog,
    toggle: (/** @type {HTMLElement} */ opener) => (dialog.open ? dialog.close() : open(opener)),
  }
}
