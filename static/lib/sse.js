/** Server-sent events read from a fetch body, which unlike EventSource may be the answer to a POST. */

/** @import { StreamEvent } from "./types.d.ts" */

/** Takes text in any pieces and gives whole events back. */
export class EventParser {
  #rest = ""
  #id = ""
  #event = ""
  /** @type {string[]} */
  #data = []

  /**
   * The events that `text` completed. An event without data is none, as the standard says.
   * @param {string} text
   * @returns {StreamEvent[]}
   */
  push(text) {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/)
    this.#rest = lines.pop() ?? ""
    return lines.flatMap((line) => this.#line(line))
  }

  /**
   * @param {string} line
   * @returns {StreamEvent[]}
   */
  #line(line) {
    if (line === "") return this.#dispatch()
    const [, name, value] = /^([^:]*):? ?(.*)$/s.exec(line) ?? []
    if (name === "data") this.#data.push(value ?? "")
    else if (name === "event") this.#event = value ?? ""
    else if (name === "id") this.#id = value ?? ""
    return []
  }

  /** @returns {StreamEvent[]} */
  #dispatch() {
    const event = { id: this.#id, event: this.#event || "message", data: this.#data.join("\n") }
    const empty = this.#data.length === 0
    this.#event = ""
    this.#data = []
    return empty ? [] : [event]
  }
}

/**
 * The events of a response body, until it ends. Throws when the connection breaks.
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} body
 */
export async function* readEvents(body) {
  const parser = new EventParser()
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  try {
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      yield* parser.push(value)
    }
  } finally {
    reader.cancel().catch(() => {})
  }
}
