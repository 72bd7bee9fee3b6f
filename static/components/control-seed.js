/** The seed: random each time, or one that is kept. */

/** @import { Choices } from "../lib/choices.js" */

import { freshId, h } from "../lib/dom.js"
import { texts } from "../texts/en.js"
import { icon } from "./icon.js"

const LARGEST = 2_147_483_647

/** A seed that every provider takes. */
const randomSeed = () => Math.floor(Math.random() * LARGEST)

/**
 * @param {Choices} choices
 * @param {string} label
 * @param {string} [hint]
 */
export function seedControl(choices, label, hint) {
  const id = freshId("seed")
  const keep = h("input", { type: "checkbox", role: "switch", class: "switch", id: `${id}-keep` })
  const field = h("input", {
    type: "number",
    class: "input input-number",
    id,
    inputmode: "numeric",
    placeholder: texts.params.random,
    min: 0,
    max: LARGEST,
    step: 1,
    "aria-describedby": `${id}-hint`,
  })
  const dice = h(
    "button",
    { type: "button", class: "icon-button", "aria-label": texts.params.newSeed, title: texts.params.newSeed },
    icon("dice"),
  )

  /** @param {number | null} seed */
  const take = (seed) => {
    choices.set("seed", seed)
    show()
  }
  const show = () => {
    const { seed } = choices.params
    keep.checked = seed !== undefined
    field.value = seed === undefined ? "" : String(seed)
  }
  keep.addEventListener("change", () => take(keep.checked ? randomSeed() : null))
  dice.addEventListener("click", () => take(randomSeed()))
  field.addEventListener("change", () => take(field.value && field.validity.valid ? Number(field.value) : null))
  show()
  return h(
    "div",
    { class: "field" },
    h("label", { class: "label", for: id }, label),
    h("div", { class: "seed-row" }, field, dice, h("label", { class: "seed-keep", for: `${id}-keep` }, keep, texts.params.keep)),
    h("p", { class: "hint", id: `${id}-hint` }, hint),
  )
}
