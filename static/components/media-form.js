/** The form images and films are asked with: prompt, pictures, model, settings, price. */

/** @import { Ask, Child, Context, Generation, Input, Quote } from "../lib/types.d.ts" */
/** @import { Choices } from "../lib/choices.js" */
/** @import { Recall } from "../lib/recall.js" */
/** @import { Results } from "./results.js" */

import { Problem } from "../lib/api.js"
import { fill, freshId, h, isComposing } from "../lib/dom.js"
import { ORDER } from "../lib/fields.js"
import { randomId } from "../lib/id.js"
import { recipe } from "../lib/recall.js"
import { texts } from "../lib/texts.js"
import { createBudget } from "./budget.js"
import { createChangeNotes } from "./change-notes.js"
import { createControls, createFoldedControls } from "./controls.js"
import { createModelPicker } from "./model-picker.js"
import { NewItems } from "./new-items.js"
import { alarm, announce } from "./news.js"
import { createPresetsButton } from "./presets-button.js"
import { agreed, createQuoter, partsText, priceText, spend } from "./price.js"
import { requestProblem, sentence } from "./problem-block.js"
import { createPrompt } from "./prompt-field.js"

const words = texts.generate

/**
 * What one page's form has of its own.
 * @typedef {object} Own
 * @property {"image" | "video"} kind
 * @property {string} label of the prompt
 * @property {string} placeholder
 * @property {Child} pictures
 * @property {() => Input[]} inputs
 * @property {() => string} missing what is still needed, in a sentence; empty when nothing is
 * @property {(inputs: readonly Input[]) => void} expect these pictures are about to be placed
 * @property {(inputs: readonly Input[]) => void} place them, instead of those that are there
 */

export class MediaForm {
  /** @type {Quote | null} */
  #quote = null
  /** The last request and its key: sent again unchanged, it is the same request. */
  #sent = { body: "", key: "" }

  /**
   * @param {Context} context
   * @param {Choices} choices
   * @param {Results} results
   * @param {Own} own
   */
  constructor(context, choices, results, own) {
    this.context = context
    this.choices = choices
    this.results = results
    this.own = own
    this.prompt = createPrompt(own.label, own.placeholder)
    this.newItems = new NewItems(context)
    this.budget = createBudget(context, freshId("budget"))
    this.price = h("span", { class: "send-price" })
    this.button = h(
      "button",
      {
        class: "button button-primary button-wide generate",
        "aria-describedby": this.budget.element.id,
      },
      words.submit,
      this.price,
    )
    this.answers = h("p", { class: "hint" })
    this.unpriced = h("p", { class: "hint" })
    this.problem = h("div", { class: "form-problem" })
    this.leave = h("p", { class: "hint leave", hidden: true }, words.leave)
    this.element = this.#draw()
    this.ask = createQuoter(context.api, own.kind, context.signal, (quote, problem) =>
      this.#show(quote, problem),
    )
    this.element.addEventListener("keydown", (event) => this.#key(event))
    this.prompt.field.addEventListener("input", () => this.#keep())
    choices.addEventListener("change", () => this.changed())
    this.budget.read()
  }

  /** @param {string} text */
  set label(text) {
    this.prompt.label.textContent = text
  }

  /** @param {string} text */
  set text(text) {
    this.prompt.field.value = text
    this.#keep()
  }

  /**
   * Take over an example, ready to be changed.
   * @param {string} text
   */
  write(text) {
    this.text = text
    this.prompt.field.focus()
  }

  /** Something one must know, beside the button. @param {Child} note */
  tell(note) {
    fill(this.problem, note)
  }

  /** Ask the price of what the form would send now. */
  changed() {
    // What pictures and films cost does not hang on the words, so the price need not wait for them.
    const asked = this.#request()
    this.ask(this.choices.model ? { ...asked, prompt: asked.prompt || "…" } : null)
  }

  #draw() {
    const { choices, own } = this
    const { shown, folded } = ORDER[own.kind]
    return h(
      "form",
      { class: "media-form card", novalidate: true, onsubmit: (event) => this.#submit(event) },
      this.prompt.element,
      own.pictures,
      h(
        "div",
        { class: "field" },
        h("span", { class: "label" }, texts.model.label),
        h(
          "div",
          { class: "model-row" },
          createModelPicker(choices),
          createPresetsButton(own.kind, this),
        ),
        this.answers,
      ),
      createChangeNotes(choices),
      createControls(choices, shown),
      createFoldedControls(choices, folded),
      this.newItems.element,
      h(
        "div",
        { class: "media-submit" },
        this.problem,
        this.button,
        this.unpriced,
        this.budget.element,
        this.leave,
      ),
    )
  }

  #keep() {
    this.context.storage.set(`draft:${this.own.kind}`, this.prompt.field.value)
  }

  /**
   * @param {Quote | null} quote
   * @param {unknown} problem
   */
  #show(quote, problem) {
    const { model, models } = this.choices
    this.#quote = quote
    this.price.textContent = priceText(quote)
    this.unpriced.textContent = problem ? sentence(problem) : ""
    this.budget.price(quote)
    this.button.title = [partsText(quote), this.budget.text].filter(Boolean).join("\n")
    const { name = quote?.model } = models.find(({ id }) => id === quote?.model) ?? {}
    this.answers.textContent = model?.is_route && name ? texts.quote.wouldAnswer(name) : ""
  }

  /** @returns {Ask} */
  #request() {
    const { model, params } = this.choices
    const inputs = this.own.inputs()
    return {
      prompt: this.prompt.field.value.trim(),
      ...(model && { model: model.id }),
      ...(inputs.length > 0 && { inputs }),
      ...(Object.keys(params).length > 0 && { params }),
    }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || isComposing(event)) return
    event.preventDefault()
    if (!this.button.disabled) this.element.requestSubmit()
  }

  #lacks() {
    const { model, capabilities } = this.choices
    if (!model) return texts.model.noneOffered
    if (capabilities.prompt_required && !this.prompt.field.value.trim()) return words.needPrompt
    return this.own.missing()
  }

  /** @param {Event} event */
  async #submit(event) {
    event.preventDefault()
    fill(this.problem)
    const lacks = this.#lacks()
    if (lacks) return this.#refuse(lacks)
    this.button.disabled = true
    try {
      const asked = await agreed(this.own.kind, this.#request(), this.#quote)
      if (asked) await this.#send(asked)
    } finally {
      this.button.disabled = false
    }
  }

  /** @param {Ask} asked */
  async #send(asked) {
    const card = this.results.begin(asked)
    this.leave.hidden = false
    announce(texts.job.sending)
    try {
      const made = await spend(this.context.api, this.own.kind, asked, (body) => this.#post(body))
      if (!made) return card.drop()
      card.take(made)
      this.newItems.take(made.id)
    } catch (error) {
      card.drop()
      this.tell(requestProblem(error, isOverBudget(error) ? [this.#toUsage()] : []))
      alarm(sentence(error))
    }
  }

  /**
   * The same request keeps its key until it was accepted, so that trying again cannot buy twice.
   * @param {Ask} body
   * @returns {Promise<Generation>}
   */
  async #post(body) {
    const text = JSON.stringify(body)
    if (text !== this.#sent.body) this.#sent = { body: text, key: randomId() }
    const headers = { "Idempotency-Key": this.#sent.key }
    /** @type {Generation} */
    const made = await this.context.api.post(`/api/generations/${this.own.kind}`, body, { headers })
    this.#sent = { body: "", key: "" }
    return made
  }

  #toUsage() {
    return h("a", { class: "button", href: this.context.api.url("/usage") }, texts.budget.usage)
  }

  /** @param {string} lacks */
  #refuse(lacks) {
    fill(this.problem, h("p", { class: "field-error" }, lacks))
    alarm(lacks)
    if (lacks === words.needPrompt) this.prompt.field.focus()
  }

  /**
   * Begin with what the address names, a text (`q`) and a model, or with the draft.
   */
  begin() {
    const { query, storage } = this.context
    const model = query.get("model")
    if (model) this.choices.choose(model)
    this.text = query.get("q") ?? storage.get(`draft:${this.own.kind}`, "")
  }

  /**
   * Take over something made before, or a part of it. Nothing is sent by that.
   * @param {Generation} generation
   * @param {Recall} verb
   */
  use(generation, verb) {
    const { prompt, model, params, only, inputs } = recipe(generation, verb)
    if (inputs) this.own.expect(inputs)
    const isGone = model !== undefined && !this.choices.choose(model)
    if (params) this.choices.recall(params, only)
    if (inputs) this.own.place(inputs)
    if (prompt !== undefined) this.text = prompt
    this.tell(isGone && h("p", { class: "field-error" }, words.modelGone(model)))
    announce(texts.recall.taken[verb])
    this.changed()
    this.prompt.field.focus({ preventScroll: true })
    this.element.scrollIntoView({ block: "start", behavior: "smooth" })
  }
}

/** @param {unknown} error */
const isOverBudget = (error) => error instanceof Problem && error.code === "budget-exceeded"
