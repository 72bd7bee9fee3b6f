/** A conversation and what goes with it: following its end, the queue, several models at once. */

/** @import { Ask, Context, Generation, ThreadWithGenerations } from "../lib/types.d.ts" */
/** @import { Choices } from "../lib/choices.js" */
/** @import { Composer } from "./composer.js" */

import { Earlier } from "../lib/earlier.js"
import { Queue } from "../lib/queue.js"
import { Conversation } from "./conversation.js"
import { Follower } from "./follow.js"
import { createQueuePanel } from "./queue-panel.js"
import { QueueRunner } from "./queue-runner.js"

export { loadMarkdown } from "./markdown.js"

export class Talk {
  #earlier = new Earlier()

  /**
   * @param {Context} context
   * @param {string | null} threadId
   * @param {Composer} composer
   * @param {Choices} choices
   */
  constructor(context, threadId, composer, choices) {
    const { signal, storage } = context
    this.conversation = new Conversation(context, threadId, () => choices.models)
    this.follower = new Follower(this.conversation.element, signal)
    this.queue = new Queue(storage, threadId)
    this.runner = new QueueRunner(this.queue, this.conversation, context)
    this.panel = createQueuePanel(
      this.queue,
      {
        send: (message) => this.runner.now(message),
        edit: ({ id }) => composer.write(this.queue.take(id)?.ask.prompt ?? composer.message),
        remove: ({ id }) => this.queue.take(id),
      },
      signal,
    )
    this.conversation.addEventListener("branch", () => {
      composer.setBusy(this.conversation.open !== null)
    })
    this.conversation.addEventListener("kept", (event) => {
      choices.choose(/** @type {CustomEvent<Generation>} */ (event).detail.model)
    })
  }

  /**
   * @param {ThreadWithGenerations} thread
   * @param {string | null} at the message a link leads to; any other leads to the end
   */
  load(thread, at) {
    const { conversation, follower } = this
    conversation.load(thread, at)
    this.runner.reconcile()
    requestAnimationFrame(() => {
      if (at && conversation.reveal(at)) follower.rest()
      else follower.toEnd()
    })
  }

  /**
   * @param {string} text what stands in the field
   * @param {-1 | 1} step
   */
  earlier(text, step) {
    return this.#earlier.step(this.conversation.prompts, text, step)
  }

  /**
   * Send a message, to one model or to several, whose replies grow side by side.
   * @param {Ask[]} asks
   * @returns {Promise<boolean>} whether any became a generation
   */
  async send(asks) {
    const { conversation } = this
    const places = conversation.expect(asks)
    const [first, ...others] = asks.map((ask, index) => ({ ask, id: places[index]?.id ?? "" }))
    if (!first) return false
    const done = conversation.post(first.ask, first.id)
    // The first opens the conversation, where it is new; the others need its name.
    if (others.length > 0) await Promise.race([this.#begun(), done])
    const { threadId } = conversation
    const place = threadId ? { thread_id: threadId, parent_id: null } : {}
    const rest = others.map(({ ask, id }) => conversation.post({ ...place, ...ask }, id))
    return (await Promise.all([done, ...rest])).some(Boolean)
  }

  /** Settles once the conversation has an id. */
  #begun() {
    const { conversation } = this
    return new Promise((resolve) => {
      if (conversation.threadId) resolve(undefined)
      else conversation.addEventListener("thread", resolve, { once: true })
    })
  }
}
