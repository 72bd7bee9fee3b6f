/** A text while it is being written, read over connections that may break. */

/** @import { Ask, Generation } from "./types.d.ts" */
/** @import { Api } from "./api.js" */

import { Problem } from "./api.js"
import { rest } from "./live.js"
import { readEvents } from "./sse.js"

const LONGEST_PAUSE = 10_000 // milliseconds between two tries to read on

/**
 * @typedef {object} Reader
 * @property {(generation: Generation) => void} started
 * @property {(text: string) => void} delta
 * @property {(text: string) => void} reasoning
 * @property {() => void} lost the connection broke; what comes next may have been said before that
 * @property {(generation: Generation) => void} ended
 */

/**
 * Ask for a text and read it until it has ended.
 *
 * `key` makes it safe to ask again with the same one: the server starts it at most once. Once it
 * has started, a broken connection is not an error; reading goes on where it broke.
 *
 * @param {Api} api
 * @param {Ask} ask
 * @param {string} key
 * @param {Reader} reader
 * @param {AbortSignal} signal Ends the reading. The text itself goes on.
 */
export async function writeText(api, ask, key, reader, signal) {
  const response = await api.request("POST", "/api/generations/text", ask, {
    headers: { Accept: "text/event-stream", "Idempotency-Key": key },
    signal,
  })
  const place = { id: "", last: "0" }
  const whole = await read(response, place, reader).catch(() => false)
  signal.throwIfAborted()
  if (whole) return
  if (!place.id) throw new Problem(0, { code: "offline" })
  reader.lost()
  await readText(api, place.id, place.last, reader, signal)
}

/**
 * Read along with a text that is being written, from behind the event `after`.
 * @param {Api} api
 * @param {string} id
 * @param {string} after number of the last event seen, "0" for all
 * @param {Reader} reader
 * @param {AbortSignal} signal
 */
export async function readText(api, id, after, reader, signal) {
  const place = { id, last: after }
  for (let pause = 250; !signal.aborted; pause = Math.min(LONGEST_PAUSE, pause * 2)) {
    const seen = place.last
    if (await readOn(api, place, reader, signal)) return
    reader.lost()
    if (place.last !== seen) pause = 250
    await rest(pause, signal)
  }
}

/**
 * @param {Api} api
 * @param {{ id: string, last: string }} place
 * @param {Reader} reader
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>} whether it has ended
 */
async function readOn(api, place, reader, signal) {
  try {
    const path = `/api/generations/${place.id}/events?after=${place.last}`
    const headers = { Accept: "text/event-stream" }
    return await read(await api.request("GET", path, undefined, { headers, signal }), place, reader)
  } catch (error) {
    if (error instanceof Problem && error.status >= 400 && error.status < 500) throw error
    return false
  }
}

/**
 * @param {Response} response
 * @param {{ id: string, last: string }} place where reading would have to go on
 * @param {Reader} reader
 * @returns {Promise<boolean>} whether it has ended
 */
async function read(response, place, reader) {
  if (!response.body) return false
  for await (const { id, event, data } of readEvents(response.body)) {
    const content = JSON.parse(data)
    if (event === "started") {
      place.id = content.generation.id
      reader.started(content.generation)
    } else if (event === "delta") reader.delta(content.text)
    else if (event === "reasoning") reader.reasoning(content.text)
    if (id) place.last = id
    if (event === "ended") {
      reader.ended(content.generation)
      return true
    }
  }
  return false
}
