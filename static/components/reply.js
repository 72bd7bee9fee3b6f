/** What a model answers: its thoughts, its text while it grows, how it ended. */

/** @import { Generation } from "../lib/types.d.ts" */
/** @import { Thinking } from "../lib/thinking.js" */

import { fill, h } from "../lib/dom.js"
import { duration, money, timeOfDay } from "../lib/format.js"
import { isOpen } from "../lib/generation.js"
import { everySecond } from "../lib/ticker.js"
import { texts } from "../lib/texts.js"
import { MarkdownStream } from "./markdown-stream.js"
import { generationProblem } from "./problem-block.js"
import { shortfall } from "./reply-words.js"

const words = texts.reply

/** @typedef {(text: string, isOver: boolean) => void} Told what the text has become */

/** Grows with the deltas, then settles into what the server finally says. */
export class Reply {
  /** @type {MarkdownStream | null} */
  #stream = null
  #thoughts = ""
  #id = ""
  #isOpen = false
  #answering = new AbortController()
  /** @type {Set<Told>} */
  #followers = new Set()

  /** @param {Thinking} thinking how long it thinks, and thought */
  constructor(thinking) {
    this.thinking = thinking
    this.head = h("p", { class: "reply-head" })
    this.wait = h("p", { class: "reply-wait", hidden: true })
    this.thoughtTitle = h("summary", {}, words.thought)
    this.thoughtText = h("div", { class: "reasoning-text", dir: "auto" })
    this.thoughts = h(
      "details",
      { class: "reasoning", hidden: true },
      this.thoughtTitle,
      this.thoughtText,
    )
    this.prose = h("div", { class: "prose", dir: "auto" })
    this.end = h("div", { class: "reply-end" })
    this.element = h(
      "div",
      { class: "reply" },
      this.head,
      this.thoughts,
      this.wait,
      this.prose,
      this.end,
    )
  }

  /** The text as it stands. */
  get text() {
    return this.#stream?.text ?? ""
  }

  /**
   * @param {Generation} generation
   * @param {import("../lib/types.d.ts").Child[]} actions buttons for how it ended
   */
  show(generation, actions) {
    this.#id = generation.id
    this.#isOpen = isOpen(generation)
    this.element.dataset["state"] = generation.state
    fill(this.head, headOf(generation))
    if (this.#isOpen) return this.#open(generation)

    this.#answering.abort()
    this.wait.hidden = true
    this.#settleThoughts(generation.reasoning || this.#thoughts)
    this.#settleText(generation.text)
    this.#tell()
    fill(this.end, endOf(generation, actions))
  }

  /** @param {string} text */
  delta(text) {
    this.#endWait()
    const isFirst = this.text === ""
    this.#writer().append(text)
    if (isFirst) this.#nameThoughts()
    this.#tell()
  }

  /** Once: setting it again with each word would have the browser look at its style again. */
  #endWait() {
    if (!this.wait.hidden) this.wait.hidden = true
  }

  /**
   * Hear what the text is, and what it becomes until it is over.
   * @param {Told} told
   * @param {AbortSignal} signal
   */
  follow(told, signal) {
    if (signal.aborted) return
    this.#followers.add(told)
    signal.addEventListener("abort", () => this.#followers.delete(told), { once: true })
    this.#tell()
  }

  #tell() {
    for (const told of this.#followers) told(this.text, !this.#isOpen)
    if (!this.#isOpen) this.#followers.clear()
  }

  /** @param {string} text */
  reasoning(text) {
    this.#endWait()
    this.thoughts.hidden = false
    this.#thoughts += text
    this.thoughtText.append(text)
  }

  /** Forget what was shown: it is about to be told again from the start. */
  restart() {
    this.#thoughts = ""
    this.thoughtText.replaceChildren()
    this.#stream?.set("")
  }

  /** @param {Generation} generation */
  #open(generation) {
    this.end.replaceChildren()
    if (generation.text && !this.text) this.#writer().set(generation.text)
    const since = Date.parse(generation.started_at ?? generation.created_at)
    const tick = () => {
      const isSilent = !this.text && !this.#thoughts
      this.wait.hidden = !isSilent
      if (isSilent) this.wait.textContent = waitText(generation, (Date.now() - since) / 1000)
      else if (!this.text) this.#nameThoughts()
    }
    this.#answering.abort()
    this.#answering = new AbortController()
    everySecond(tick, this.#answering.signal)
    tick()
  }

  /** Stop counting. What is being written elsewhere goes on. */
  leave() {
    this.#answering.abort()
  }

  #writer() {
    this.#stream ??= new MarkdownStream(this.prose)
    return this.#stream
  }

  #nameThoughts() {
    const seconds = this.thinking.seconds(this.#id)
    const time = seconds !== null && seconds >= 1 ? duration(seconds) : ""
    const isThinking = this.#isOpen && !this.text
    if (isThinking) this.thoughtTitle.textContent = `${words.thinking} ${time}`.trim()
    else this.thoughtTitle.textContent = time ? words.thoughtFor(time) : words.thought
  }

  /** @param {string} text */
  #settleThoughts(text) {
    this.#nameThoughts()
    this.thoughts.hidden = text === ""
    if (text !== this.#thoughts) this.thoughtText.textContent = text
    this.#thoughts = text
  }

  /** @param {string} text */
  #settleText(text) {
    if (text && text !== this.text) this.#writer().set(text)
    if (this.#stream) this.#stream.finish()
  }
}

/**
 * @param {Generation} generation
 * @param {number} seconds
 */
function waitText({ state, stage }, seconds) {
  const text = state === "queued" && !stage ? words.sending : words.waiting
  return seconds >= 2 ? `${text} ${duration(seconds)}` : text
}

/** @param {Generation} generation */
function headOf({ model, answered_by, created_at, cost_micros, state }) {
  const by = answered_by ?? model
  return [
    h("span", { class: "reply-model" }, by),
    answered_by && answered_by !== model && h("span", { class: "reply-fact" }, words.via(model)),
    h("time", { class: "reply-fact", datetime: created_at }, timeOfDay(created_at)),
    state !== "queued" &&
      state !== "running" &&
      cost_micros !== null &&
      h(
        "span",
        { class: "reply-fact" },
        cost_micros === 0 ? words.free : words.cost(money(cost_micros)),
      ),
  ]
}

/**
 * @param {Generation} generation
 * @param {import("../lib/types.d.ts").Child[]} actions
 */
function endOf(generation, actions) {
  const { state, error, attempts } = generation
  if (state === "failed" && error) return generationProblem(error, { attempts, actions })
  const note = shortfall(generation)
  if (!note) return null
  return h(
    "div",
    { class: "reply-note" },
    h("p", {}, note),
    h("div", { class: "button-row" }, actions),
  )
}
