/** The form images and films are asked with: prompt, pictures, model, settings, price. */

/** @import { Ask, Child, Context, Generation, Input, Quote } from "../lib/types.d.ts" */
/** @import { Choices } from "../lib/choices.js" */
/** @import { Results } from "./results.js" */

import { fill, freshId, h, isComposing } from "../lib/dom.js"
import { randomId } from "../lib/id.js"
import { texts } from "../lib/texts.js"
import { createChangeNotes, createControls } from "./controls.js"
import { createModelPicker } from "./model-picker.js"
import { alarm, announce } from "./news.js"
import { agreed, createQuoter, priceText, spend } from "./price.js"
import { requestProblem, sentence } from "./problem-block.js"

const words = texts.generate

const ORDER = {
  image: {
    shown: ["aspect_ratio", "resolution", "size", "quality", "n", "seed"],
    folded: ["output_format", "background"],
  },
  video: {
    shown: ["aspect_ratio", "resolution", "size", "duration", "generate_audio", "seed"],
    folded: [],
  },
}

/**
 * What one page's form has of its own.
 * @typedef {object} Own
 * @property {"image" | "video"} kind
 * @property {string} label of the prompt
 * @property {string} placeholder
 * @property {Child} pictures
 * @property {() => Input[]} inputs
 * @property {() => string} missing what is still needed, in a sentence; empty when nothing is
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
    this.price = h("span", { class: "send-price" })
    this.button = h(
      "button",
      { class: "button button-primary button-wide generate" },
      words.submit,
      this.price,
    )
    this.problem = h("div", { class: "form-problem" })
    this.leave = h("p", { class: "hint leave", hidden: true }, words.leave)
    this.element = this.#draw()
    this.ask = createQuoter(context.api, own.kind, context.signal, (quote) => this.#show(quote))
    this.element.addEventListener("keydown", (event) => this.#key(event))
    this.prompt.field.addEventListener("input", () => this.#keep())
    choices.addEventListener("change", () => this.changed())
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
        createModelPicker(choices),
      ),
      createChangeNotes(choices),
      createControls(choices, shown),
      fold(choices, folded),
      h("div", { class: "media-submit" }, this.problem, this.button, this.leave),
    )
  }

  #keep() {
    this.context.storage.set(`draft:${this.own.kind}`, this.prompt.field.value)
  }

  /** @param {Quote | null} quote */
  #show(quote) {
    this.#quote = quote
    this.price.textContent = priceText(quote)
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
      const asked = await agreed(this.#request(), this.#quote)
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
      if (made) card.take(made)
      else card.drop()
    } catch (error) {
      card.drop()
      fill(this.problem, requestProblem(error))
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

  /** @param {string} lacks */
  #refuse(lacks) {
    fill(this.problem, h("p", { class: "field-error" }, lacks))
    alarm(lacks)
    if (lacks === words.needPrompt) this.prompt.field.focus()
  }

  /**
   * Begin with what the address names: a recipe (`from`), or a text (`q`) and a model.
   * @returns {Promise<void>}
   */
  async recall() {
    const { api, query, storage, signal } = this.context
    const { choices } = this
    const [from, model] = [query.get("from"), query.get("model")]
    if (model) choices.choose(model)
    if (!from) {
      this.text = query.get("q") ?? storage.get(`draft:${this.own.kind}`, "")
      return
    }
    /** @type {Generation} */
    const generation = await api.get(`/api/generations/${encodeURIComponent(from)}`, { signal })
    choices.choose(generation.model)
    choices.recall(generation.params)
    this.text = generation.prompt
  }
}

/**
 * @param {string} text
 * @param {string} placeholder
 */
function createPrompt(text, placeholder) {
  const id = freshId("prompt")
  const label = h("label", { class: "label", for: id }, text)
  const field = h("textarea", {
    class: "input prompt",
    id,
    dir: "auto",
    name: "prompt",
    placeholder,
    "data-composer": true,
  })
  return { label, field, element: h("div", { class: "field" }, label, field) }
}

/**
 * @param {Choices} choices
 * @param {string[]} names
 */
function fold(choices, names) {
  const summary = h("summary", {}, texts.params.advanced)
  const element = h("details", { class: "fold" }, summary, createControls(choices, names))
  const show = () => (element.hidden = !names.some((name) => choices.capabilities.params[name]))
  choices.addEventListener("model", show)
  show()
  return element
}
