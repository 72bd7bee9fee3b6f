/** Where a text is asked for: the message, its pictures, the models, the price, Send or Stop. */

/** @import { Ask, Context, Input, Media, Quote } from "../lib/types.d.ts" */
/** @import { Choices } from "../lib/choices.js" */
/** @import { TextFile } from "../lib/text-files.js" */
/** @import { Tray } from "./tray.js" */

import { freshId, h, isComposing } from "../lib/dom.js"
import { another, apart, longTextOf, withFiles } from "../lib/text-files.js"
import { texts } from "../lib/texts.js"
import { createAddButton, createMessageField, createSendButton, isGlass } from "./composer-parts.js"
import { iconButton } from "./icon.js"
import { createEffortChip, createModelPicker, createWebSwitch } from "./model-picker.js"
import { alarm, announce } from "./news.js"
import { createPresetsButton } from "./presets-button.js"
import { createQuoter, partsText, priceText } from "./price.js"

const words = texts.text

/**
 * @typedef {object} Answers
 * @property {(asks: Ask[], quote: Quote | null) => void} send one, or the same to several models
 * @property {(ask: Ask) => void} queue while a reply is coming
 * @property {() => void} stop
 * @property {() => void} settings
 * @property {() => Partial<Ask>} more what the page adds to every request
 * @property {(text: string, step: -1 | 1) => string | null} earlier what was written before, or
 *   after, what stands in the field
 */

export class Composer {
  /** @type {Quote | null} */
  #quote = null
  #isBusy = false
  /** @type {ReturnType<typeof import("./budget.js").createBudget> | null} */
  #budget = null
  /** @type {Promise<Tray> | null} loaded with the first picture */
  #loading = null
  /** @type {Tray | null} */
  #tray = null
  /** Texts that go with the message. @type {readonly TextFile[]} */
  files = []
  /** @type {Promise<import("./text-files.js").TextFiles> | null} loaded with the first of them */
  #chips = null
  /** @type {Promise<import("./sign-menu.js").SignMenu> | null} loaded with the first sign */
  #signs = null
  /** @type {import("./compare-row.js").CompareRow | null} loaded when first used */
  #compared = null

  /**
   * @param {Context} context
   * @param {Choices} choices
   * @param {Answers} answers
   */
  constructor(context, choices, answers) {
    this.context = context
    this.choices = choices
    this.answers = answers
    this.field = createMessageField()
    this.problems = h("div", { class: "composer-problems" })
    this.settings = iconButton("sliders", words.settings, answers.settings)
    this.presets = createPresetsButton("text", this)
    this.add = createAddButton(this)
    this.compare = iconButton("columns", texts.compare.add, () => this.#addCompared())
    this.later = iconButton("queue", words.queue, () => this.#queue(), { hidden: true })
    this.button = createSendButton()
    const write = () => this.field.focus()
    const web = h("div", { class: "narrow-only" }, createWebSwitch(choices, write))
    this.box = h("div", { class: "composer-box" }, web, this.field, this.#bar())
    this.element = h(
      "form",
      { class: "composer", onsubmit: (event) => this.#submit(event) },
      this.problems,
      this.box,
    )
    this.ask = createQuoter(context.api, "text", context.signal, (quote) => this.#price(quote))
    this.field.addEventListener("input", () => this.#changed())
    this.field.addEventListener("input", (event) => this.#sign(/** @type {InputEvent} */ (event)))
    this.field.addEventListener("keydown", (event) => this.#key(event))
    this.field.addEventListener("focus", () => this.#watchBudget(), { once: true })
    this.field.addEventListener("paste", (event) => this.#paste(event))
    choices.addEventListener("model", () => this.#tray && (this.#tray.limit = this.mostPictures))
    choices.addEventListener("change", () => this.#changed())
  }

  /** The whole message, with its files. */
  get message() {
    return withFiles(this.field.value, this.files)
  }

  /** @param {string} message */
  write(message) {
    const { text, files } = apart(message)
    this.field.value = text
    this.setFiles(files)
  }

  /** @param {readonly TextFile[]} files the texts that go with the message from now on */
  async setFiles(files) {
    this.files = files
    this.type(this.field.value)
    const load = () => import("./text-files.js").then(({ TextFiles }) => new TextFiles(this))
    if (files.length > 0) this.#chips ??= load()
    const chips = await this.#chips
    chips?.draw()
  }

  /**
   * @param {string} text
   * @param {string} [name] of the file it was in
   */
  attachText(text, name) {
    const file = another(this.files, text, name)
    this.setFiles([...this.files, file])
    announce(texts.files.attached(file.name))
  }

  /** @param {string} text that stands in the field from now on, beside the files */
  type(text) {
    if (text !== this.field.value) this.field.value = text
    this.field.dispatchEvent(new Event("input", { bubbles: true }))
  }

  /** @param {boolean} busy whether the reply in view is being written */
  setBusy(busy) {
    if (busy === this.#isBusy) return
    this.#isBusy = busy
    this.button.busy(busy)
    this.#changed()
  }

  /** @param {File[]} files pictures and texts; anything else is refused in words */
  async addFiles(files) {
    const { addFiles } = await import("./attach.js")
    return addFiles(this, files)
  }

  /** Where pictures are, and where it is told what cannot come along. */
  tray() {
    return (this.#loading ??= this.#loadTray())
  }

  /** @param {Media} media of the library */
  async addMedia(media) {
    const tray = await this.tray()
    tray.addMedia(media)
  }

  /** How many pictures the chosen model reads with one message. */
  get mostPictures() {
    return this.choices.capabilities.inputs.attachment?.max ?? 0
  }

  clearPictures() {
    this.#tray?.clear()
  }

  /** From now on only the chosen model is asked. */
  clearCompared() {
    this.#compared?.clear()
  }

  #bar() {
    return h(
      "div",
      { class: "composer-bar" },
      this.add,
      createModelPicker(this.choices),
      createEffortChip(this.choices),
      createWebSwitch(this.choices),
      this.compare,
      h("span", { class: "wide-only" }, this.presets),
      this.settings,
      h("span", { class: "composer-space" }),
      this.later,
      this.button.element,
    )
  }

  async #loadTray() {
    const { Tray } = await import("./tray.js")
    this.#tray = new Tray(this.context, "attachment", {
      label: words.attachments,
      onchange: () => this.#changed(),
      source: this.add,
    })
    this.#tray.limit = this.mostPictures
    this.box.prepend(this.#tray.element)
    return this.#tray
  }

  /** @returns {Ask} */
  #request() {
    const { model, params } = this.choices
    /** @type {Input[]} */
    const inputs = this.#tray?.inputs ?? []
    return {
      prompt: this.message.trim(),
      ...(model && { model: model.id }),
      ...(inputs.length > 0 && { inputs }),
      ...(Object.keys(params).length > 0 && { params }),
      ...this.answers.more(),
    }
  }

  get #isReady() {
    return this.message.trim() !== "" && this.choices.model !== null && !this.#tray?.isWaiting
  }

  #changed() {
    this.button.enable(this.#isReady || this.#isBusy)
    this.later.hidden = !this.#isBusy || !this.#isReady
    this.ask(this.#isReady && !this.#isBusy ? this.#requests() : null)
  }

  /** The message for every model that is asked. @returns {Ask[]} */
  #requests() {
    return this.#compared?.all(this.#request()) ?? [this.#request()]
  }

  /** The first sign that may open a menu brings it. @param {InputEvent} event */
  async #sign({ data }) {
    if (this.#signs || !/^[@#/]$/.test(data ?? "")) return
    this.#signs = import("./sign-menu.js").then(({ SignMenu }) => new SignMenu(this))
    const menu = await this.#signs
    menu.look()
  }

  async #addCompared() {
    if (!this.#compared) {
      const { CompareRow } = await import("./compare-row.js")
      this.#compared = new CompareRow(this.choices, () => this.#changed())
      this.box.prepend(this.#compared.element)
      this.box.append(this.#compared.menu)
    }
    if (this.#compared.isFull) alarm(texts.compare.full)
    else this.#compared.pick(this.compare)
  }

  #queue() {
    if (!this.#isReady) return
    this.answers.queue(this.#request())
    this.clearPictures()
    this.write("")
    this.field.focus()
  }

  /** @param {ClipboardEvent} event */
  #paste(event) {
    const text = longTextOf(event.clipboardData)
    if (text === null) return
    event.preventDefault()
    this.attachText(text)
  }

  /** What is left of the budget is asked for once somebody is about to spend of it. */
  async #watchBudget() {
    const { createBudget } = await import("./budget.js")
    this.#budget = createBudget(this.context, freshId("budget"))
    this.element.append(this.#budget.element)
    this.button.element.setAttribute("aria-describedby", this.#budget.element.id)
    await this.#budget.read()
    this.#price(this.#quote)
  }

  /** @param {Quote | null} quote */
  #price(quote) {
    this.#quote = quote
    this.button.price(priceText(quote))
    this.#budget?.price(quote)
    this.button.element.title = [partsText(quote), this.#budget?.text].filter(Boolean).join("\n")
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault()
    // The button may be disabled by this, and what is disabled loses the focus.
    if (!isGlass.matches) this.field.focus()
    if (this.#isBusy) this.answers.stop()
    else if (this.#isReady) this.answers.send(this.#requests(), this.#quote)
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (isComposing(event) || event.shiftKey) return
    const { key, altKey } = event
    if (altKey && (key === "ArrowUp" || key === "ArrowDown")) return this.#goBack(event)
    if (key !== "Enter" || altKey) return
    const isLine = isGlass.matches || !this.context.storage.get("enter:sends", true)
    if (isLine && !event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    if (this.#isBusy) this.#queue()
    else this.#submit(event)
  }

  /** @param {KeyboardEvent} event */
  #goBack(event) {
    const step = event.key === "ArrowUp" ? -1 : 1
    const text = this.answers.earlier(this.message, step)
    event.preventDefault()
    if (text !== null) this.write(text)
  }
}
