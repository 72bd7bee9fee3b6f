/**
 * Sends what waits in the queue: one after the other, when a reply has come to a good end.
 *
 * A reply that was stopped or failed holds the queue, and so does leaving the page: on return
 * nothing that costs money is sent by itself unless the reply it waited for is still coming.
 */

/** @import { Ask, Context, Generation } from "../lib/types.d.ts" */
/** @import { Conversation } from "./conversation.js" */
/** @import { Message, Queue } from "../lib/queue.js" */

/** @typedef {Pick<Context, "signal">} Life */

export class QueueRunner {
  /**
   * @param {Queue} queue
   * @param {Conversation} conversation
   * @param {Life} life
   */
  constructor(queue, conversation, { signal }) {
    this.queue = queue
    this.conversation = conversation
    conversation.addEventListener("ended", (event) => {
      const { state } = /** @type {CustomEvent<Generation>} */ (event).detail
      if (state === "succeeded") this.next()
    })
    conversation.addEventListener("started", (event) =>
      queue.take(/** @type {CustomEvent<string>} */ (event).detail),
    )
    signal.addEventListener("abort", () => (this.next = async () => {}))
  }

  /** Forget what was sent although this browser was not told so. */
  reconcile() {
    const { tree } = this.conversation
    for (const { id, ask, tried } of this.queue.messages) {
      if (tried && tree.has(ask)) this.queue.take(id)
    }
  }

  /** Send the next one, unless a reply is still coming. */
  async next() {
    const [message] = this.queue.messages
    if (message && !this.conversation.open) await this.#send(message)
  }

  /**
   * Send this one, and stop the reply that is coming.
   * @param {Message} message
   */
  async now(message) {
    await this.conversation.stop()
    await this.#send(message)
  }

  /**
   * One tab at a time, until the server has it; the others then find it gone.
   * @param {Message} message
   */
  async #send({ id }) {
    const send = async () => {
      const place = (/** @type {Ask} */ ask) => ({ ...ask, ...this.conversation.place })
      const message = this.queue.tried(id, place)
      if (message) await this.#accepted(message)
    }
    const { threadId } = this.conversation
    if (navigator.locks) await navigator.locks.request(`allucanget:queue:${threadId}`, send)
    else await send()
  }

  /** @param {Message} message */
  #accepted({ id, ask }) {
    const accepted = new Promise((resolve) => {
      const listen = (/** @type {Event} */ event) => {
        if (/** @type {CustomEvent<string>} */ (event).detail !== id) return
        this.conversation.removeEventListener("started", listen)
        resolve(undefined)
      }
      this.conversation.addEventListener("started", listen)
    })
    return Promise.race([accepted, this.conversation.send(ask, null, id)])
  }
}
