/** Questions over the page, in the browser's own dialog: it traps and returns the focus by itself. */

/** @import { Child } from "../lib/types.d.ts" */

import { freshId, h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { iconButton } from "./icon.js"

/**
 * Open a modal dialog that removes itself when it is closed.
 * @param {object} how
 * @param {string} how.title
 * @param {string} [how.class]
 * @param {(answer: string) => void} [how.onclose]
 * @param {boolean} [how.isFirm] whether a click beside it, which may slip, leaves it open
 * @param {...Child} content
 */
export function openDialog({ title, class: name = "", onclose, isFirm = false }, ...content) {
  const id = freshId("dialog")
  /** @type {HTMLDialogElement} */
  const dialog = h(
    "dialog",
    { class: `dialog ${name}`, "aria-labelledby": id },
    h(
      "div",
      { class: "dialog-head" },
      h("h2", { id, class: "dialog-title" }, title),
      iconButton("close", texts.common.close, () => dialog.close()),
    ),
    content,
  )
  dialog.addEventListener("click", (event) => {
    if (!isFirm && event.target === dialog && isOutside(event, dialog)) dialog.close()
  })
  dialog.addEventListener("close", () => {
    // After all that listens for the close: the news must have moved out.
    setTimeout(() => dialog.remove())
    onclose?.(dialog.returnValue)
  })
  document.body.append(dialog)
  dialog.showModal()
  return dialog
}

/**
 * Ask before something that cannot be undone or costs more than usual.
 * @param {{ title: string, text: string, yes: string, no?: string, danger?: boolean }} question
 * @returns {Promise<boolean>}
 */
export function confirm({ title, text, yes, no = texts.common.cancel, danger = false }) {
  return new Promise((resolve) => {
    openDialog(
      { title, class: "dialog-small", onclose: (answer) => resolve(answer === "yes") },
      h("p", { class: "dialog-text" }, text),
      h(
        "form",
        { method: "dialog", class: "dialog-actions" },
        h("button", { class: "button", value: "no", autofocus: true }, no),
        h(
          "button",
          { class: `button ${danger ? "button-danger" : "button-primary"}`, value: "yes" },
          yes,
        ),
      ),
    )
  })
}

/**
 * Ask for one line of text.
 * @param {{ title: string, label: string, value: string, yes: string, optional?: boolean }} question
 * @returns {Promise<string | null>} null when the person changed their mind
 */
export function prompt({ title, label, value, yes, optional = false }) {
  return new Promise((resolve) => {
    const field = h("input", {
      class: "input",
      value,
      required: !optional,
      maxlength: 200,
      autofocus: true,
    })
    openDialog(
      {
        title,
        class: "dialog-small",
        onclose: (answer) => resolve(answer === "yes" ? field.value : null),
      },
      h(
        "form",
        { method: "dialog", class: "form" },
        h("label", { class: "field" }, h("span", { class: "label" }, label), field),
        h(
          "div",
          { class: "dialog-actions" },
          h(
            "button",
            { class: "button", value: "no", type: "button", onclick: closeParent },
            texts.common.cancel,
          ),
          h("button", { class: "button button-primary", value: "yes" }, yes),
        ),
      ),
    )
    field.select()
  })
}

/** @param {MouseEvent} event */
function closeParent(event) {
  const { target } = event
  if (target instanceof Element) target.closest("dialog")?.close()
}

/**
 * @param {MouseEvent} event
 * @param {HTMLElement} element
 */
function isOutside({ clientX, clientY }, element) {
  const { left, right, top, bottom } = element.getBoundingClientRect()
  return clientX < left || clientX > right || clientY < top || clientY > bottom
}
