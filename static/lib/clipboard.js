/** Copying text, also where the site is plain http and the clipboard API is missing. */

import { h } from "./dom.js"

/** @param {string} text */
export async function copyText(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  const field = h("textarea", { class: "visually-hidden", readonly: true })
  field.value = text
  // Inside an open dialog everything else is inert and could not be selected.
  const host = document.activeElement?.closest("dialog") ?? document.body
  host.append(field)
  field.select()
  document.execCommand("copy")
  field.remove()
}
