/** What had to be changed because another model was chosen, in words. */

/** @import { Choices } from "../lib/choices.js" */
/** @import { Change } from "../lib/fitting.js" */

import { defaultOf } from "../lib/fields.js"
import { fill, h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { nameOf, offersText, plain, valueText } from "./setting-words.js"

const words = texts.params

/** @param {Choices} choices */
export function createChangeNotes(choices) {
  const element = h("div", { class: "change-notes", role: "status" })
  choices.addEventListener("model", () => {
    const { replaced, model, changes } = choices
    const notes = [
      ...(replaced && model ? [words.replaced(replaced.name, model.name)] : []),
      ...changes.map(changeText),
    ]
    fill(
      element,
      notes.map((note) => h("p", {}, note)),
    )
  })
  return element
}

/** @param {Change} change */
function changeText({ name, from, to, control }) {
  if (!control) return words.dropped(nameOf(name))
  const now = to ?? defaultOf(control)
  const what = now === null ? words.auto : valueText(name, now)
  return words.changed(nameOf(name), plain(from), what, offersText(control))
}
