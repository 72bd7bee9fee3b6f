/** Where a text is asked for: the message, its pictures, the model, the price, Send or Stop. */

/** @import { Ask, Context, Quote } from "../lib/types.d.ts" */
/** @import { Choices } from "../lib/choices.js" */

import { h } from "../lib/dom.js"
import { acceptPaste, chooseFiles } from "../lib/pictures.js"
import { createQuoter } from "../lib/quote.js"
import { texts } from "../texts/en.js"
import { icon } from "./icon.js"
import { createModelPicker } from "./model-picker.js"
import { priceText } from "./price.js"
import { isComposing } from "./shortcuts.js"
import { Tray } from "./tray.js"

const words = texts.text

/** Keyboards on glass have no other way to a new line than Enter. */
const isGlass = matchMedia("(hover: none) and (pointer: coarse)")

/**
 * @param {Context} context
 * @param {Choices} choices
 * @param {object} how
 * @param {(ask: Ask, quote: Quote | null) => void} how.onsend
 * @param {() => void} how.onstop
 * @param {() => Partial<Ask>} how.more what the page adds to the request
 * @param {() => void} how.onsettings
 */
export function createComposer(context, choices, { onsend, onstop, more, onsettings }) {
  const { api, signal } = context
  /** @type {Quote | null} */
  let quote = null
  let isBusy = false

  const field = messageField()
  const tray = new Tray(context, "attachment", { label: words.attachments, onchange: () => changed() })
  const attach = iconButton("clip", words.attach, () => chooseFiles({ multiple: true }, (files) => tray.add(files)))
  const settings = iconButton("sliders", words.settings, onsettings)
  const button = createSendButton()
  const ask = createQuoter(api, "text", signal, (answer) => {
    quote = answer
    button.price(priceText(quote))
  })
  const problems = h("div", { class: "composer-problems" })
  const element = h(
    "form",
    { class: "composer", onsubmit: submit },
    problems,
    h(
      "div",
      { class: "composer-box" },
      tray.element,
      field,
      h("div", { class: "composer-bar" }, attach, createModelPicker(choices), settings, button.element),
    ),
  )

  /** @returns {Ask} */
  const request = () => ({
    prompt: field.value.trim(),
    ...(choices.model && { model: choices.model.id }),
    ...(tray.inputs.length > 0 && { inputs: tray.inputs }),
    ...(Object.keys(choices.params).length > 0 && { params: choices.params }),
    ...more(),
  })

  function changed() {
    const isReady = field.value.trim() !== "" && choices.model !== null && !tray.isWaiting
    button.enable(isReady || isBusy)
    ask(isReady ? request() : null)
  }

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault()
    if (isBusy) return onstop()
    if (!field.value.trim() || !choices.model || tray.isWaiting) return
    onsend(request(), quote)
  }

  function fitModel() {
    const limit = choices.capabilities.inputs.attachment?.max ?? 0
    attach.disabled = limit === 0
    attach.title = limit === 0 ? words.noPictures : words.attach
    tray.limit = limit
  }

  field.addEventListener("input", changed)
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || isComposing(event) || event.shiftKey || event.altKey) return
    if (isGlass.matches && !event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    if (!isBusy) submit(event)
  })
  acceptPaste(signal, (files) => tray.add(files))
  choices.addEventListener("model", fitModel)
  choices.addEventListener("change", changed)

  return {
    element,
    field,
    tray,
    problems,
    changed,
    settingsButton: settings,

    /** @param {string} text */
    write(text) {
      field.value = text
      field.dispatchEvent(new Event("input", { bubbles: true }))
    },

    /** @param {boolean} busy whether a reply in view is being written */
    setBusy(busy) {
      isBusy = busy
      button.busy(busy)
      changed()
    },
  }
}

function messageField() {
  const field = h("textarea", {
    class: "composer-field",
    rows: 1,
    dir: "auto",
    name: "prompt",
    placeholder: words.placeholder,
    "aria-label": words.label,
    "data-composer": true,
    enterkeyhint: "enter",
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
 * @param {import("./icon.js").IconName} name
 * @param {string} label
 * @param {() => void} onclick
 */
const iconButton = (name, label, onclick) =>
  h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick }, icon(name))

/** Send and Stop are one button in one place, so nobody has to look for either. */
function createSendButton() {
  const word = h("span", { class: "send-word" }, words.send)
  const price = h("span", { class: "send-price" })
  const mark = h("span", { class: "send-icon" }, icon("send"))
  const element = h("button", { class: "button button-primary send", disabled: true }, mark, word, price)
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
