/** The seed: random each time, or one that is kept. */

/** @import { Choices } from "../lib/choices.js" */
/** @import { Naming } from "./setting.js" */

import { h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { iconButton } from "./icon.js"
import { helpId, setting } from "./setting.js"

const LARGEST = 2_147_483_647

/** A seed that every provider takes. */
const randomSeed = () => Math.floor(Math.random() * LARGEST)

/**
 * @param {Choices} choices
 * @param {Naming} naming
 */
export function seedControl(choices, naming) {
  const { id } = naming
  const keep = h("input", { type: "checkbox", role: "switch", class: "switch", id: `${id}-keep` })
  const field = seedField(id)
  const dice = iconButton("dice", texts.params.newSeed, () => take(randomSeed()))

  /** @param {number | null} seed */
  function take(seed) {
    choices.set("seed", seed)
    show()
  }

  function show() {
    const { seed } = choices.params
    keep.checked = seed !== undefined
    field.value = seed === undefined ? "" : String(seed)
  }

  const typed = () => take(field.value && field.validity.valid ? Number(field.value) : null)
  keep.addEventListener("change", () => take(keep.checked ? randomSeed() : null))
  field.addEventListener("change", typed)
  show()
  const keepLabel = h("label", { class: "seed-keep", for: keep.id }, keep, texts.params.keep)
  return setting(naming, h("div", { class: "seed-row" }, field, dice, keepLabel))
}

/** @param {string} id */
const seedField = (id) =>
  h("input", {
    type: "number",
    class: "input input-number",
    id,
    inputmode: "numeric",
    placeholder: texts.params.random,
    min: 0,
    max: LARGEST,
    step: 1,
    "aria-describedby": helpId(id),
  })
