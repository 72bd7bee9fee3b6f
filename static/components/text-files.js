/** Texts that go with a message, as files beside it that can be put back. */

/** @import { TextFile } from "../lib/text-files.js" */
/** @import { Composer } from "./composer.js" */

import { fill, h } from "../lib/dom.js"
import { size } from "../lib/format.js"
import { apart } from "../lib/text-files.js"
import { texts } from "../lib/texts.js"
import { icon, iconButton, wordButton } from "./icon.js"

const words = texts.files

/** Shows what the composer has of them. */
export class TextFiles {
  /** @param {Composer} composer */
  constructor(composer) {
    this.composer = composer
    this.element = h("ul", { class: "tray", "aria-label": words.label })
    composer.box.prepend(this.element)
  }

  draw() {
    const { files } = this.composer
    this.element.hidden = files.length === 0
    fill(
      this.element,
      files.map((file) => this.#chip(file)),
    )
  }

  /** @param {TextFile} file */
  #chip(file) {
    const { name, text } = file
    const putBack = () => (this.composer.field.setRangeText(text), this.#drop(file))
    const back = wordButton(words.back, putBack, { class: "button-quiet button-small tray-back" })
    back.setAttribute("aria-label", words.backOf(name))
    return h(
      "li",
      { class: "tray-item tray-text", title: name },
      icon("text"),
      h("span", { class: "tray-name" }, name),
      h("span", { class: "tray-words" }, factsOf(text)),
      back,
      iconButton("close", words.remove(name), () => this.#drop(file), { class: "tray-remove" }),
    )
  }

  /** @param {TextFile} file */
  #drop(file) {
    const { composer } = this
    composer.setFiles(composer.files.filter((other) => other !== file))
    composer.field.focus()
  }
}

/**
 * A message of one's own: what was written, and its files folded below it.
 * @param {string} message
 */
export function messageText(message) {
  const { text, files } = apart(message)
  return [
    text && h("p", { class: "bubble-text", dir: "auto" }, text),
    files.map((file) =>
      h(
        "details",
        { class: "bubble-file" },
        h("summary", {}, `${file.name} · ${factsOf(file.text)}`),
        h("pre", { dir: "auto" }, file.text),
      ),
    ),
  ]
}

/** @param {string} text */
const factsOf = (text) => words.facts(size(new Blob([text]).size), text.split("\n").length)
