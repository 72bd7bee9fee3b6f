/** Where one writes what a picture or a film shall show. */

import { freshId, h } from "../lib/dom.js"

/**
 * @param {string} text
 * @param {string} placeholder
 */
export function createPrompt(text, placeholder) {
  const id = freshId("prompt")
  const label = h("label", { class: "label", for: id }, text)
  const field = h("textarea", {
    class: "input prompt",
    id,
    dir: "auto",
    name: "prompt",
    placeholder,
    "data-composer": true,
  })
  return { label, field, element: h("div", { class: "field" }, label, field) }
}
