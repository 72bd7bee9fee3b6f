/** Instructions and settings of a text model, in a sheet beside the conversation. */

/** @import { Choices } from "../lib/choices.js" */
/** @import { Storage } from "../lib/storage.js" */

import { freshId, h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { createChangeNotes } from "./change-notes.js"
import { createControls } from "./controls.js"
import { wordButton } from "./icon.js"
import { createSheet } from "./sheet.js"

const ORDER = ["reasoning_effort", "web_search", "temperature", "top_p", "max_tokens", "seed"]

/**
 * @param {Choices} choices
 * @param {Storage} storage
 * @param {() => void} openPresets
 */
export function createTextSettings(choices, storage, openPresets) {
  const id = freshId("system")
  const system = h("textarea", {
    class: "input",
    id,
    dir: "auto",
    "aria-describedby": `${id}-hint`,
  })
  system.value = storage.get("system", "")
  system.addEventListener("input", () => storage.set("system", system.value))
  // A preset brings its own.
  choices.addEventListener("model", () => (system.value = storage.get("system", "")))

  const sheet = createSheet(
    texts.text.settings,
    wordButton(texts.presets.title, openPresets, { icon: "preset" }),
    h(
      "div",
      { class: "field" },
      h("label", { class: "label", for: id }, texts.text.system),
      system,
      h("p", { class: "hint", id: `${id}-hint` }, texts.text.systemHint),
    ),
    createChangeNotes(choices),
    createControls(choices, ORDER),
    wordButton(texts.params.reset, () => choices.reset(), { class: "button-quiet" }),
  )
  return {
    element: sheet.element,
    toggle: sheet.toggle,
  }
}
