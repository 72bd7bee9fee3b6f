/** Long texts that were pasted into a message, as files beside it that can be put back. */

/** @import { Composer } from "./composer.js" */

import { fill, h } from "../lib/dom.js"
import { size } from "../lib/format.js"
import { apart, pastedName } from "../lib/pasted.js"
import { texts } from "../lib/texts.js"
import { icon, iconButton, wordButton } from "./icon.js"

const words = texts.pasted

/** Shows what the composer has of them. */
export class PastedTexts {
  /** @param {Composer} composer */
  constructor(composer) {
    this.composer = composer
    this.element = h("ul", { class: "tray", "aria-label": words.label })
    composer.box.prepend(this.element)
  }

  draw() {
    const { pasted } = this.composer
    this.element.hidden = pasted.length === 0
    fill(
      this.element,
      pasted.map((text, index) => this.#chip(text, index)),
    )
  }

  /**
   * @param {string} text
   * @param {number} index
   */
  #chip(text, index) {
    const name = pastedName(index)
    const putBack = () => (this.composer.field.setRangeText(text), this.#drop(index))
    const back = wordButton(words.back, putBack, { class: "button-quiet button-small tray-back" })
    back.setAttribute("aria-label", words.backOf(name))
    return h(
      "li",
      { class: "tray-item tray-text" },
      icon("text"),
      h("span", { class: "tray-name" }, name),
      h("span", { class: "tray-words" }, factsOf(text)),
      back,
      iconButton("close", texts.slot.clear(name), () => this.#drop(index), { class: "tray-remove" }),
    )
  }

  /** @param {number} index */
  #drop(index) {
    const { composer } = this
    composer.setPasted(composer.pasted.filter((_, at) => at !== index))
    composer.field.focus()
  }
}

/**
 * A message of one's own: what was written, and what was pasted folded below it.
 * @param {string} message
 */
export function messageText(message) {
  const { text, pasted } = apart(message)
  return [
    text && h("p", { class: "bubble-text", dir: "auto" }, text),
    pasted.map((each, index) =>
      h(
        "details",
        { class: "bubble-file" },
        h("summary", {}, `${pastedName(index)} · ${factsOf(each)}`),
        h("pre", { dir: "auto" }, each),
      ),
    ),
  ]
}

/** @param {string} text */
const factsOf = (text) => words.facts(size(new Blob([text]).size), text.split("\n").length)
