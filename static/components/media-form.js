/** The form images and films are asked with: prompt, pictures, model, settings, price. */

/** @import { Ask, Child, Context, Generation, Input, Kind, Quote } from "../lib/types.d.ts" */
/** @import { Choices } from "../lib/choices.js" */
/** @import { Results } from "./results.js" */

import { fill, freshId, h } from "../lib/dom.js"
import { randomId } from "../lib/id.js"
import { createQuoter } from "../lib/quote.js"
import { texts } from "../texts/en.js"
import { alarm, announce } from "./announce.js"
import { createChangeNotes, createControls } from "./controls.js"
import { createModelPicker } from "./model-picker.js"
import { agreed, priceText, spend } from "./price.js"
import { requestProblem } from "./problem-block.js"
import { isComposing } from "./shortcuts.js"

const words = texts.generate

/** @type {Record<"image" | "video", { shown: string[], folded: string[] }>} */
const ORDER = {
  image: { shown: ["aspect_ratio", "resolution", "size", "quality", "n", "seed"], folded: ["output_format", "background"] },
  video: { shown: ["aspect_ratio", "resolution", "size", "duration", "generate_audio", "seed"], folded: [] },
}

/**
 * @param {Context} context
 * @param {Choices} choices
 * @param {Results} results
 * @param {object} how
 * @param {"image" | "video"} how.kind
 * @param {string} how.label of the prompt
 * @param {string} how.placeholder
 * @param {Child} how.pictures
 * @param {() => Input[]} how.inputs
 * @param {() => string} how.missing what is still needed, in a sentence; empty when nothing is
 */
export function createMediaForm(context, choices, results, { kind, label, placeholder, pictures, inputs, missing }) {
  const { api, storage, signal } = context
  /** @type {Quote | null} */
  let quote = null
  const prompt = createPrompt(label, placeholder)
  const price = h("span", { class: "send-price" })
  const button = h("button", { class: "button button-primary button-wide generate" }, words.submit, price)
  const problem = h("div", { class: "form-problem" })
  const leave = h("p", { class: "hint leave", hidden: true }, words.leave)
  const ask = createQuoter(api, kind, signal, (answer) => {
    quote = answer
    price.textContent = priceText(quote)
  })
  const { shown, folded } = ORDER[kind]
  const element = h(
    "form",
    { class: "media-form card", novalidate: true, onsubmit: submit },
    prompt.element,
    pictures,
    h("div", { class: "field" }, h("span", { class: "label" }, texts.model.label), createModelPicker(choices)),
    createChangeNotes(choices),
    createControls(choices, shown),
    fold(choices, folded),
    h("div", { class: "media-submit" }, problem, button, leave),
  )

  /** @returns {Ask} */
  const request = () => ({
    prompt: prompt.field.value.trim(),
    ...(choices.model && { model: choices.model.id }),
    ...(inputs().length > 0 && { inputs: inputs() }),
    ...(Object.keys(choices.params).length > 0 && { params: choices.params }),
  })

  function changed() {
    // What pictures and films cost does not hang on the words, so the price need not wait for them.
    const asked = request()
    ask(choices.model ? { ...asked, prompt: asked.prompt || "…" } : null)
  }

  /** @param {Event} event */
  async function submit(event) {
    event.preventDefault()
    fill(problem)
    const lacks = prompt.field.value.trim() || !choices.capabilities.prompt_required ? missing() : words.needPrompt
    if (lacks || !choices.model) return refuse(lacks || texts.model.noneOffered)
    button.disabled = true
    try {
      const agreedAsk = await agreed(request(), quote)
      if (agreedAsk) await send(agreedAsk)
    } finally {
      button.disabled = false
    }
  }

  let sent = { body: "", key: "" }

  /** @param {Ask} asked */
  async function send(asked) {
    const card = results.begin(asked)
    leave.hidden = false
    announce(texts.job.sending)
    try {
      const made = await spend(api, kind, asked, (body) => post(body))
      if (made) card.take(made)
      else card.drop()
    } catch (error) {
      card.drop()
      fill(problem, requestProblem(error))
      alarm(error instanceof Error ? error.message : texts.problem.unexpected)
    }
  }

  /**
   * The same request keeps its key until it was accepted, so that trying again cannot buy twice.
   * @param {Ask} body
   * @returns {Promise<Generation>}
   */
  async function post(body) {
    const text = JSON.stringify(body)
    if (text !== sent.body) sent = { body: text, key: randomId() }
    /** @type {Generation} */
    const made = await api.post(`/api/generations/${kind}`, body, { headers: { "Idempotency-Key": sent.key } })
    sent = { body: "", key: "" }
    return made
  }

  /** @param {string} sentence */
  function refuse(sentence) {
    fill(problem, h("p", { class: "field-error" }, sentence))
    alarm(sentence)
    if (sentence === words.needPrompt) prompt.field.focus()
  }

  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || isComposing(event)) return
    event.preventDefault()
    if (!button.disabled) element.requestSubmit()
  })
  prompt.field.addEventListener("input", () => storage.set(`draft:${kind}`, prompt.field.value))
  choices.addEventListener("change", changed)

  return {
    element,
    changed,
    /** @param {string} text */
    label: (text) => (prompt.label.textContent = text),
    /** @param {string} text */
    write(text) {
      prompt.field.value = text
      storage.set(`draft:${kind}`, text)
      prompt.field.focus()
    },
    /** @param {string} text */
    restore: (text) => (prompt.field.value = text),
  }
}

/**
 * @param {string} text
 * @param {string} placeholder
 */
function createPrompt(text, placeholder) {
  const id = freshId("prompt")
  const label = h("label", { class: "label", for: id }, text)
  const field = h("textarea", { class: "input prompt", id, dir: "auto", name: "prompt", placeholder, "data-composer": true })
  return { label, field, element: h("div", { class: "field" }, label, field) }
}

/**
 * @param {Choices} choices
 * @param {string[]} names
 */
function fold(choices, names) {
  const element = h("details", { class: "fold" }, h("summary", {}, texts.params.advanced), createControls(choices, names))
  const show = () => (element.hidden = !names.some((name) => choices.capabilities.params[name]))
  choices.addEventListener("model", show)
  show()
  return element
}

/**
 * Take over what an address names: a recipe (`from`), or a text (`q`) and a model.
 * @param {Context} context
 * @param {Choices} choices
 * @param {Kind} kind
 * @returns {Promise<string>} the prompt to begin with
 */
export async function recall({ api, query, storage, signal }, choices, kind) {
  const model = query.get("model")
  if (model) choices.choose(model)
  const from = query.get("from")
  if (!from) return query.get("q") ?? storage.get(`draft:${kind}`, "")
  /** @type {Generation} */
  const generation = await api.get(`/api/generations/${encodeURIComponent(from)}`, { signal })
  choices.choose(generation.model)
  choices.recall(generation.params)
  return generation.prompt
}
