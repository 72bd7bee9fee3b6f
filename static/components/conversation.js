/** A conversation on the page: the branch in view, the replies being written, what can be done. */

/** @import { Ask, Change, Context, Generation, Model, Quote, ThreadWithGenerations } from "../lib/types.d.ts" */
/** @import { Turn } from "../lib/thread.js" */
/** @import { Actions } from "./turn.js" */

import { isAbort } from "../lib/api.js"
import { arrange, h } from "../lib/dom.js"
import { fit } from "../lib/fitting.js"
import { isLocal, placeholder } from "../lib/generation.js"
import { onChange } from "../lib/live.js"
import { texts } from "../lib/texts.js"
import { Thinking } from "../lib/thinking.js"
import { share } from "./generation-actions.js"
import { announce } from "./news.js"
import { agreed, spend } from "./price.js"
import { ReplyStreams } from "./reply-streams.js"
import { Tree } from "./tree.js"
import { TurnView } from "./turn.js"

const words = texts.reply

/**
 * Says `thread` when a new conversation got its id, `branch` when what is in view changed,
 * `chosen` when the person chose another branch, `kept` (a `CustomEvent` with the generation) when
 * they decided between several, `started` (with the key it was sent under) and `ended` (with the
 * generation) of a reply that is read here, and `refused` (with `{ask, error}`) when a request did
 * not become a generation.
 */
export class Conversation extends EventTarget {
  /** @type {Map<string, TurnView>} */
  #views = new Map()
  #stopWanted = false

  /**
   * @param {Context} context
   * @param {string | null} threadId
   * @param {() => Model[]} models that may be asked
   */
  constructor(context, threadId, models) {
    super()
    this.api = context.api
    this.signal = context.signal
    this.site = context.site
    this.threadId = threadId
    this.models = models
    this.tree = new Tree(context.storage, threadId)
    this.thinking = new Thinking(context.storage)
    this.streams = new ReplyStreams(context, this.thinking, {
      reply: (id) => this.#views.get(id)?.reply,
      started: (local, generation, key) => this.#started(local, generation, key),
      news: (generation) => this.#take(generation),
      ended: (generation) => this.#ended(generation),
    })
    this.element = h("ol", { class: "turns" })
    onChange(context.live, (change) => this.#heard(change), this.signal)
    context.live.addEventListener("resync", () => this.#reload(), { signal: this.signal })
    this.signal.addEventListener("abort", () => this.#views.forEach(({ reply }) => reply.leave()))
  }

  /** @type {Actions} */
  #actions = {
    signal: () => this.signal,
    thinking: () => this.thinking,
    regenerate: (generation) => this.#again(generation),
    ask: (generation, { id, capabilities }) =>
      this.#again(generation, { model: id, params: fit(generation.params, capabilities).params }),
    edit: (generation, prompt) => this.#again(generation, { prompt }),
    follow: (generation, prompt) =>
      this.#again(generation, { prompt, parent_id: generation.id, inputs: [] }),
    choose: (turn, step) => this.#choose(turn, step),
    keep: (generation) => this.#keep(generation),
    models: () => this.models(),
    link: ({ id }) =>
      new URL(this.api.url(`/generate/text/${this.threadId}?at=${id}`), location.href).href,
    canShare: () => this.site.share_links,
    share: (generation) => share(this, generation),
    going: (generation) => this.tree.going(generation).length,
    remove: async (generation) =>
      (await import("./reply-removal.js")).removeFrom(this, generation, () => this.#draw()),
    thumbnail: (mediaId) => this.api.url(`/api/media/${mediaId}/thumbnail`),
  }

  /**
   * @param {ThreadWithGenerations} thread
   * @param {string | null} [at] the message to show
   */
  load({ generations }, at = null) {
    this.tree.load(generations, at)
    this.#draw()
  }

  /** The reply at the end of the branch in view, if it is being written. */
  get open() {
    return this.tree.open[0] ?? null
  }

  /** What the next message answers to. @returns {Partial<Ask>} */
  get place() {
    const { leaf } = this.tree
    return {
      ...(this.threadId && { thread_id: this.threadId }),
      ...(leaf && { parent_id: leaf.id }),
    }
  }

  /** What was asked on the branch in view, the newest last. */
  get prompts() {
    return this.tree.branch.map(({ generation }) => generation.prompt)
  }

  /**
   * Bring a message into view.
   * @param {string} id
   * @returns {boolean} whether it is on the branch in view
   */
  reveal(id) {
    const turn = this.tree.branch.find(({ generation }) => generation.id === id)
    const element = turn && this.#views.get(id)?.element
    element?.scrollIntoView({ block: "start" })
    element?.setAttribute("data-found", "")
    return Boolean(element)
  }

  /**
   * Send a message; its reply grows in place.
   * @param {Ask} ask
   * @param {Quote | null} [quote]
   * @param {string} [key] under which it is sent at most once
   * @returns {Promise<boolean>} whether it became a generation, or the person still wants it to
   */
  async send(ask, quote = null, key) {
    const agreedAsk = await agreed("text", ask, quote)
    if (!agreedAsk) return false
    if (key) this.streams.name(agreedAsk, key)
    const [waiting] = this.expect([agreedAsk])
    return waiting ? this.post(agreedAsk, waiting.id) : false
  }

  /** Stop the replies in view. What arrived is kept. */
  async stop() {
    for (const reply of this.tree.open) {
      if (isLocal(reply)) this.#stopWanted = true
      else this.#take(await this.api.post(`/api/generations/${reply.id}/cancel`))
    }
  }

  /**
   * Show what is about to be sent, side by side if it is more than one.
   * @param {Ask[]} asks
   * @returns {Generation[]} placeholders, until the server has them
   */
  expect(asks) {
    const { leaf } = this.tree
    if (leaf) this.tree.comparisons.settle(leaf.id)
    const places = asks.map((ask) => placeholder("text", ask))
    for (const place of places) this.tree.take(place)
    if (places.length > 1) this.tree.comparisons.add(places.map(({ id }) => id))
    const [first] = places
    if (first) this.tree.choose(first)
    this.#draw()
    return places
  }

  /**
   * @param {Ask} ask
   * @param {string} local id of the placeholder
   * @returns {Promise<boolean>} whether it became a generation; once that has ended
   */
  async post(ask, local) {
    try {
      const write = (/** @type {Ask} */ body) => this.streams.write(body, local).then(() => true)
      if ((await spend(this.api, "text", ask, write)) === null) this.#drop(local)
    } catch (error) {
      if (isAbort(error)) return true
      this.#drop(local)
      this.dispatchEvent(new CustomEvent("refused", { detail: { ask, error } }))
      return false
    }
    return true
  }

  /**
   * The server has it: the placeholder becomes the generation, in the same place on the page.
   * @param {string} local
   * @param {Generation} generation
   * @param {string} key
   */
  #started(local, generation, key) {
    const view = this.#views.get(local)
    this.#views.delete(local)
    if (view) this.#views.set(generation.id, view)
    this.tree.replace(local, generation)
    if (!this.threadId && generation.thread_id) {
      this.threadId = generation.thread_id
      this.dispatchEvent(new Event("thread"))
    }
    this.#draw()
    this.dispatchEvent(new CustomEvent("started", { detail: key }))
    if (this.#stopWanted) {
      this.#stopWanted = false
      this.stop()
    }
  }

  /** @param {Generation} generation */
  #ended(generation) {
    if (this.tree.get(generation.id)) this.#take(generation) // else it was deleted meanwhile
    this.dispatchEvent(new CustomEvent("ended", { detail: generation }))
  }

  /** @param {string} id */
  #drop(id) {
    this.tree.drop(id)
    this.#draw()
  }

  /** @param {Change} change */
  #heard(change) {
    if ("deleted" in change) return this.tree.get(change.id) && this.#drop(change.id)
    const isOurs = change.kind === "text" && change.thread_id === this.threadId
    if (isOurs && this.threadId) this.#take(change)
  }

  /** @param {Generation} generation */
  #take(generation) {
    if (this.tree.take(generation)) this.#draw()
  }

  async #reload() {
    if (!this.threadId) return
    /** @type {ThreadWithGenerations} */
    const thread = await this.api.get(`/api/threads/${this.threadId}`, { signal: this.signal })
    thread.generations.forEach((generation) => this.#take(generation))
  }

  #draw() {
    const views = this.tree.branch.map((turn, index) => this.#show(turn, index + 1))
    arrange(
      this.element,
      views.map(({ element }) => element),
    )
    this.dispatchEvent(new Event("branch"))
  }

  /**
   * @param {Turn} turn
   * @param {number} number
   */
  #show(turn, number) {
    const replies = this.tree.beside(turn.generation)
    const view = this.#view(turn.generation.id)
    const columns = replies.map((reply) => this.#view(reply.id))
    view.show(turn, number, columns)
    replies.forEach((reply, index) => {
      if (reply !== turn.generation)
        columns[index]?.showReply({ ...turn, generation: reply }, number, true)
      this.streams.readAlong(reply)
    })
    return view
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
    const next = this.tree.get(siblings[index + step] ?? "")
    this.tree.choose(next ?? generation)
    this.#draw()
    this.dispatchEvent(new Event("chosen"))
  }

  /** @param {Generation} generation */
  #keep(generation) {
    this.tree.keep(generation)
    this.#draw()
    announce(words.kept(generation.answered_by ?? generation.model))
    this.dispatchEvent(new CustomEvent("kept", { detail: generation }))
    this.dispatchEvent(new Event("chosen"))
  }
}
