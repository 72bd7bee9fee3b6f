/** A message of one's own, opened for a change in its own place. */

import { h, isComposing } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { wordButton } from "./icon.js"

/**
 * @param {HTMLElement} bubble
 * @param {string} prompt
 * @param {(prompt: string) => void} send
 */
export function editMessage(bubble, prompt, send) {
  const field = h("textarea", { class: "input", dir: "auto", "aria-label": texts.text.label })
  field.value = prompt
  /** @type {HTMLFormElement} */
  const form = h(
    "form",
    { class: "message-editor", onsubmit: submit },
    field,
    h("p", { class: "hint" }, texts.reply.editHint),
    h(
      "div",
      { class: "button-row" },
      wordButton(texts.common.cancel, close),
      h("button", { class: "button button-primary" }, texts.reply.sendEdit),
    ),
  )

  function close() {
    form.replaceWith(bubble)
  }

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault()
    if (!field.value.trim()) return
    close()
    send(field.value.trim())
  }

  form.addEventListener("keydown", (event) => {
    if (isComposing(event)) return
    if (event.key === "Escape") {
      event.preventDefault()
      close()
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event)
  })
  bubble.replaceWith(form)
  field.focus()
}
