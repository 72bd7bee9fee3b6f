/** The replies this page reads while they are written, whoever asked for them. */

/** @import { Ask, Context, Generation } from "../lib/types.d.ts" */
/** @import { Reader } from "../lib/stream.js" */
/** @import { Thinking } from "../lib/thinking.js" */
/** @import { Reply } from "./reply.js" */

import { isLocal, isOpen } from "../lib/generation.js"
import { randomId } from "../lib/id.js"
import { SENTENCES } from "../lib/speech.js"
import { readText, writeText } from "../lib/stream.js"
import { texts } from "../lib/texts.js"
import { announce } from "./news.js"
import { finished } from "./reply-words.js"

const words = texts.reply
/**
 * What a conversation makes of them.
 * @typedef {object} Told
 * @property {(id: string) => Reply | undefined} reply where a reply is drawn
 * @property {(local: string, generation: Generation, key: string) => void} started a placeholder has become
 *   real; `key` is what it was sent under
 * @property {(generation: Generation) => void} news
 * @property {(generation: Generation) => void} ended
 */

export class ReplyStreams {
  /** Ids of generations whose stream this page reads already. @type {Set<string>} */
  #reading = new Set()
  /** Keys of what was sent and not accepted: sent again unchanged, it is the same request. @type {Map<string, string>} */
  #keys = new Map()

  /**
   * @param {Pick<Context, "api" | "signal" | "storage">} context
   * @param {Thinking} thinking is told what is seen of it
   * @param {Told} told
   */
  constructor({ api, signal, storage }, thinking, told) {
    this.api = api
    this.storage = storage
    this.signal = signal
    this.thinking = thinking
    this.told = told
  }

  /**
   * Under which key this is sent, for what may have been sent before.
   * @param {Ask} ask
   * @param {string} key
   */
  name(ask, key) {
    this.#keys.set(JSON.stringify(ask), key)
  }

  /**
   * Send a message and read its reply to the end.
   * @param {Ask} ask
   * @param {string} local id of the placeholder it takes the place of
   */
  async write(ask, local) {
    const body = JSON.stringify(ask)
    const key = this.#keys.get(body) ?? randomId()
    this.#keys.set(body, key)
    let id = local
    const started = (/** @type {Generation} */ generation) => {
      id = generation.id
      this.#keys.delete(body)
      this.#reading.add(id)
      this.thinking.read(generation)
      announce(words.sent)
      this.told.started(local, generation, key)
    }
    await writeText(this.api, ask, key, { ...this.#reader(() => id), started }, this.signal)
  }

  /**
   * Read one that is being written already, from its beginning.
   * @param {Generation} generation
   */
  readAlong(generation) {
    const { id } = generation
    if (!isOpen(generation) || isLocal(generation) || this.#reading.has(id)) return
    this.#reading.add(id)
    this.thinking.read(generation)
    const reader = this.#reader(() => id)
    let isFirst = true
    const restart = () => {
      if (isFirst) this.told.reply(id)?.restart()
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

  /** @param {string} id */
  async #begun(id) {
    announce(words.started)
    if (!this.storage.get(SENTENCES, false)) return
    const { announceAlong } = await import("./reply-voice.js")
    const reply = this.told.reply(id)
    if (reply) announceAlong(reply, this.signal)
  }

  /**
   * @param {() => string} id
   * @returns {Reader}
   */
  #reader(id) {
    let isSilent = true
    const begin = () => {
      if (isSilent) this.#begun(id())
      isSilent = false
    }
    return {
      started: (generation) => this.told.news(generation),
      delta: (text) => (begin(), this.thinking.spoke(id()), this.told.reply(id())?.delta(text)),
      reasoning: (text) => (
        begin(), this.thinking.thought(id()), this.told.reply(id())?.reasoning(text)
      ),
      lost: () => this.thinking.lost(id()),
      ended: (generation) => {
        this.#reading.delete(generation.id)
        this.thinking.spoke(generation.id)
        announce(finished(generation))
        this.told.ended(generation)
      },
    }
  }
}
