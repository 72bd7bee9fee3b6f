/** Messages written while a reply is still coming: kept in this browser until they are sent. */

/** @import { Ask } from "./types.d.ts" */
/** @import { Storage } from "./storage.js" */

import { randomId } from "./id.js"

/**
 * `id` is the key it is sent under, so the server starts it at most once, whichever tab sends it
 * and however often. From the first try on, `ask` is exactly what was sent.
 * @typedef {{ id: string, ask: Ask, tried: boolean }} Message
 */

const NEW = "new"

/** The queue of one conversation. Tabs share it; none holds a copy. Says `change`. */
export class Queue extends EventTarget {
  #thread

  /**
   * @param {Storage} storage
   * @param {string | null} thread null for one that has no id yet
   */
  constructor(storage, thread) {
    super()
    this.storage = storage
    this.#thread = thread ?? NEW
  }

  get #name() {
    return `queue:${this.#thread}`
  }

  /** @returns {Message[]} the next one first */
  get messages() {
    const kept = this.storage.get(this.#name, /** @type {Message[]} */ ([]))
    return Array.isArray(kept) ? kept : []
  }

  /** @param {Ask} ask */
  add(ask) {
    this.#keep([...this.messages, { id: randomId(), ask, tried: false }])
  }

  /**
   * Take one out, to be edited or because it was sent.
   * @param {string} id
   * @returns {Message | null} null when another tab was quicker
   */
  take(id) {
    const { messages } = this
    const taken = messages.find((message) => message.id === id) ?? null
    if (taken) this.#keep(messages.filter((message) => message !== taken))
    return taken
  }

  /**
   * Fix what is sent, before the first try.
   * @param {string} id
   * @param {(ask: Ask) => Ask} place where it belongs in the conversation by now
   * @returns {Message | null}
   */
  tried(id, place) {
    const { messages } = this
    const found = messages.find((message) => message.id === id)
    if (!found) return null
    const sent = found.tried ? found : { ...found, ask: place(found.ask), tried: true }
    this.#keep(messages.map((message) => (message === found ? sent : message)))
    return sent
  }

  /**
   * The conversation has an id from now on.
   * @param {string} thread
   */
  settle(thread) {
    const { messages } = this
    this.storage.set(this.#name, null)
    this.#thread = thread
    if (messages.length > 0) this.#keep([...this.messages, ...messages])
  }

  /** @param {Message[]} messages */
  #keep(messages) {
    this.storage.set(this.#name, messages.length > 0 ? messages : null)
    this.dispatchEvent(new Event("change"))
  }
}
