/** A conversation on the page: its tree, the branch in view, and the replies being written. */

/** @import { Ask, Change, Context, Generation, Quote, ThreadWithGenerations } from "../lib/types.d.ts" */
/** @import { Reader } from "../lib/stream.js" */
/** @import { Turn } from "../lib/thread.js" */
/** @import { Actions } from "./turn.js" */

import { isAbort } from "../lib/api.js"
import { arrange, h } from "../lib/dom.js"
import { isLocal, isOpen, placeholder } from "../lib/generation.js"
import { randomId } from "../lib/id.js"
import { onChange } from "../lib/live.js"
import { readText, writeText } from "../lib/stream.js"
import { branch, parentKey } from "../lib/thread.js"
import { texts } from "../lib/texts.js"
import { announce } from "./news.js"
import { agreed, spend } from "./price.js"
import { TurnView } from "./turn.js"

const words = texts.reply

/**
 * Says `thread` when a new conversation got its id, `branch` when what is in view changed, and
 * `refused` (a `CustomEvent` with `{ask, error}`) when a request did not become a generation.
 */
export class Conversation extends EventTarget {
  /** @type {Map<string, Generation>} */
  #generations = new Map()
  /** @type {Map<string, string>} */
  #chosen = new Map()
  /** @type {Map<string, TurnView>} */
  #views = new Map()
  /** Ids of generations whose stream this page already reads. @type {Set<string>} */
  #reading = new Set()
  /** The last request and its key: sent again unchanged, it is the same request. */
  #sent = { body: "", key: "" }
  #stopWanted = false
  /** @type {Actions} */
  #actions = {
    regenerate: (generation) => this.#again(generation),
    edit: (generation, prompt) => this.#again(generation, { prompt }),
    goOn: (generation) =>
      this.#again(generation, {
        prompt: texts.text.continuePrompt,
        parent_id: generation.id,
        inputs: [],
      }),
    choose: (turn, step) => this.#choose(turn, step),
    grown: () => this.grown(),
    thumbnail: (mediaId) => this.api.url(`/api/media/${mediaId}/thumbnail`),
  }

  /**
   * @param {Context} context
   * @param {string | null} threadId
   * @param {() => void} grown
   */
  constructor(context, threadId, grown) {
    super()
    this.api = context.api
    this.signal = context.signal
    this.threadId = threadId
    this.grown = grown
    this.element = h("ol", { class: "turns" })
    onChange(context.live, (change) => this.#heard(change), this.signal)
    context.live.addEventListener("resync", () => this.#reload(), { signal: this.signal })
    this.signal.addEventListener("abort", () => this.#views.forEach(({ reply }) => reply.leave()))
  }

  /** @param {ThreadWithGenerations} thread */
  load({ generations }) {
    for (const generation of generations) this.#generations.set(generation.id, generation)
    this.#draw()
  }

  get isEmpty() {
    return this.#generations.size === 0
  }

  /** The reply at the end of the branch in view, if it is being written. */
  get open() {
    const last = this.#branch().at(-1)?.generation
    return last && isOpen(last) ? last : null
  }

  /** What the next message answers to. @returns {Partial<Ask>} */
  get place() {
    const last = this.#branch().at(-1)?.generation
    return {
      ...(this.threadId && { thread_id: this.threadId }),
      ...(last && { parent_id: last.id }),
    }
  }

  /**
   * Send a message; its reply grows in place.
   * @param {Ask} ask
   * @param {Quote | null} [quote]
   * @returns {Promise<boolean>} whether it became a generation, or the person still wants it to
   */
  async send(ask, quote = null) {
    const agreedAsk = await agreed("text", ask, quote)
    if (!agreedAsk) return false
    const waiting = placeholder("text", agreedAsk)
    this.#generations.set(waiting.id, waiting)
    this.#chosen.set(parentKey(waiting), waiting.id)
    this.#draw()
    announce(words.sending)
    try {
      const done = await spend(this.api, "text", agreedAsk, (body) => this.#write(body, waiting.id))
      if (done === null) this.#drop(waiting.id)
    } catch (error) {
      if (isAbort(error)) return true
      this.#drop(waiting.id)
      this.dispatchEvent(new CustomEvent("refused", { detail: { ask, error } }))
      return false
    }
    return true
  }

  /** Stop the reply in view. What arrived is kept. */
  async stop() {
    const { open } = this
    if (!open) return
    if (isLocal(open)) this.#stopWanted = true
    else this.#take(await this.api.post(`/api/generations/${open.id}/cancel`))
  }

  /**
   * @param {Ask} ask
   * @param {string} local id of the placeholder
   */
  async #write(ask, local) {
    const body = JSON.stringify(ask)
    if (body !== this.#sent.body) this.#sent = { body, key: randomId() }
    const started = (/** @type {Generation} */ generation) => this.#started(local, generation)
    let id = local
    await writeText(
      this.api,
      ask,
      this.#sent.key,
      {
        ...this.#reader(() => id),
        started: (generation) => {
          id = generation.id
          started(generation)
        },
      },
      this.signal,
    )
    return true
  }

  /**
   * @param {() => string} id
   * @returns {Reader}
   */
  #reader(id) {
    return {
      started: (generation) => this.#take(generation),
      delta: (text) => this.#views.get(id())?.reply.delta(text),
      reasoning: (text) => this.#views.get(id())?.reply.reasoning(text),
      ended: (generation) => {
        this.#reading.delete(generation.id)
        this.#take(generation)
        announce(words.finished(wordCount(generation.text)))
      },
    }
  }

  /**
   * The server has it: the placeholder becomes the generation, in the same place on the page.
   * @param {string} local
   * @param {Generation} generation
   */
  #started(local, generation) {
    const { id, thread_id } = generation
    const view = this.#views.get(local)
    this.#sent = { body: "", key: "" }
    this.#views.delete(local)
    this.#generations.delete(local)
    if (view) this.#views.set(id, view)
    this.#reading.add(id)
    this.#chosen.set(parentKey(generation), id)
    this.#generations.set(id, generation)
    if (!this.threadId && thread_id) {
      this.threadId = thread_id
      this.dispatchEvent(new Event("thread"))
    }
    this.#draw()
    announce(words.started)
    if (this.#stopWanted) {
      this.#stopWanted = false
      this.stop()
    }
  }

  /** @param {string} id */
  #drop(id) {
    this.#generations.delete(id)
    this.#chosen.forEach((chosen, parent) => chosen === id && this.#chosen.delete(parent))
    this.#draw()
  }

  /** @param {Change} change */
  #heard(change) {
    if ("deleted" in change) return
    if (change.kind === "text" && change.thread_id === this.threadId && this.threadId)
      this.#take(change)
  }

  /** @param {Generation} generation */
  #take(generation) {
    const before = this.#generations.get(generation.id)
    // News of a running text may be older than what its stream has told us already.
    if (before && !isOpen(before) && isOpen(generation)) return
    this.#generations.set(generation.id, generation)
    this.#draw()
  }

  async #reload() {
    if (!this.threadId) return
    /** @type {ThreadWithGenerations} */
    const thread = await this.api.get(`/api/threads/${this.threadId}`, { signal: this.signal })
    thread.generations.forEach((generation) => this.#take(generation))
  }

  #branch() {
    return branch(this.#generations.values(), this.#chosen)
  }

  #draw() {
    const turns = this.#branch()
    const views = turns.map((turn, index) => {
      const view = this.#view(turn.generation.id)
      view.show(turn, index + 1)
      return view
    })
    arrange(
      this.element,
      views.map(({ element }) => element),
    )
    for (const { generation } of turns) this.#readAlong(generation)
    this.dispatchEvent(new Event("branch"))
  }

  /** @param {string} id */
  #view(id) {
    const view = this.#views.get(id) ?? new TurnView(this.#actions)
    this.#views.set(id, view)
    return view
  }

  /**
   * Ask in the place of another message: beside it in the tree, with its model and settings.
   * @param {Generation} generation
   * @param {Partial<Ask>} [other]
   */
  #again({ prompt, parent_id, model, inputs, params }, other) {
    const place = this.threadId ? { thread_id: this.threadId, parent_id } : { parent_id }
    return this.send({ prompt, model, inputs, params, ...place, ...other })
  }

  /**
   * @param {Turn} turn
   * @param {number} step
   */
  #choose({ generation, siblings, index }, step) {
    this.#chosen.set(parentKey(generation), siblings[index + step] ?? generation.id)
    this.#draw()
  }

  /** @param {Generation} generation */
  #readAlong(generation) {
    const { id } = generation
    if (!isOpen(generation) || isLocal(generation) || this.#reading.has(id)) return
    this.#reading.add(id)
    const reader = this.#reader(() => id)
    let isFirst = true
    const restart = () => {
      if (isFirst) this.#views.get(id)?.reply.restart()
      isFirst = false
    }
    readText(
      this.api,
      id,
      "0",
      {
        ...reader,
        delta: (text) => (restart(), reader.delta(text)),
        reasoning: (text) => (restart(), reader.reasoning(text)),
      },
      this.signal,
    ).catch(() => this.#reading.delete(id))
  }
}

/** @param {string} text */
const wordCount = (text) => text.split(/\s+/).filter(Boolean).length
