/** The field a message is written in, and the buttons that add to it and send it. */

/** @import { Composer } from "./composer.js" */

import { h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { icon, iconButton } from "./icon.js"

const words = texts.text

/** Keyboards on glass have no other way to a new line than Enter. */
export const isGlass = matchMedia("(hover: none) and (pointer: coarse)")

/** Grows with what is written. */
export function createMessageField() {
  const field = h("textarea", {
    class: "composer-field",
    rows: 1,
    dir: "auto",
    name: "prompt",
    placeholder: words.placeholder,
    "aria-label": words.label,
    "data-composer": true,
  })
  if (!CSS.supports("field-sizing", "content")) {
    field.addEventListener("input", () => {
      field.style.height = "auto"
      field.style.height = `${field.scrollHeight}px`
    })
  }
  return field
}

/**
 * The way to all that can go with a message.
 * @param {Composer} composer
 */
export function createAddButton(composer) {
  const open = async () => {
    const { openAddMenu } = await import("./add-menu.js")
    openAddMenu(composer)
  }
  return iconButton("plus", words.add, open, { "aria-haspopup": "menu" })
}

/** Send and Stop are one button in one place, so nobody has to look for either. */
export function createSendButton() {
  const word = h("span", { class: "send-word" }, words.send)
  const price = h("span", { class: "send-price" })
  const mark = h("span", { class: "send-icon" }, icon("send"))
  const element = h(
    "button",
    { class: "button button-primary send", disabled: true },
    mark,
    word,
    " ",
    price,
  )
  return {
    element,
    /** @param {string} text */
    price: (text) => (price.textContent = text),
    /** @param {boolean} yes */
    enable: (yes) => (element.disabled = !yes),
    /** @param {boolean} busy */
    busy(busy) {
      element.toggleAttribute("data-busy", busy)
      word.textContent = busy ? words.stop : words.send
      mark.replaceChildren(icon(busy ? "stop" : "send"))
    },
  }
}
