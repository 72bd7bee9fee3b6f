/** Long texts that were pasted into a message, as files beside it that can be put back. */

import { fill, h } from "../lib/dom.js"
import { size } from "../lib/format.js"
import { apart, isLong, pastedName } from "../lib/pasted.js"
import { texts } from "../lib/texts.js"
import { icon, iconButton, wordButton } from "./icon.js"
import { announce } from "./news.js"

const words = texts.pasted

export class PastedTexts {
  /** @type {string[]} */
  texts = []

  /**
   * @param {object} told
   * @param {() => void} told.changed one came or went
   * @param {(text: string) => void} told.back it shall stand in the message after all
   */
  constructor({ changed, back }) {
    this.changed = changed
    this.back = back
    this.element = h("ul", { class: "tray", "aria-label": words.label, hidden: true })
  }

  /**
   * Take what is pasted, if it is long.
   * @param {ClipboardEvent} event
   */
  take(event) {
    const { clipboardData } = event
    const text = clipboardData?.getData("text/plain").replace(/\r\n?/g, "\n") ?? ""
    if (clipboardData?.files.length || !isLong(text)) return
    event.preventDefault()
    this.show([...this.texts, text])
    announce(words.attached(pastedName(this.texts.length - 1)))
    this.changed()
  }

  /** @param {string[]} pasted */
  show(pasted) {
    this.texts = pasted
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
    const putBack = () => (this.back(text), this.#drop(index))
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
    this.show(this.texts.filter((_, at) => at !== index))
    this.changed()
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
