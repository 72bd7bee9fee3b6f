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
  // A modal sheet stays what it is; only its next opening looks at the width again.
  return {
    element: dialog,
    /** @param {HTMLElement} opener */
    toggle(opener) {
      if (dialog.open) return dialog.close()
      if (narrow.matches) dialog.showModal()
      else dialog.show()
      opener.setAttribute("aria-expanded", "true")
      dialog.addEventListener(
        "close",
        () => (opener.setAttribute("aria-expanded", "false"), opener.focus()),
        { once: true },
      )
    },
  }
}
