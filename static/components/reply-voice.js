/** Replies heard while they are written, sentence by sentence. Fetched by those who want that. */

/** @import { Reply } from "./reply.js" */

import { h } from "../lib/dom.js"
import { locale } from "../lib/language.js"
import { Sentences } from "../lib/sentences.js"
import { begin, hush, speak } from "../lib/speech.js"

const NOTICED = 100 // milliseconds in which a screen reader finds a region that is new

/** The reply that is being announced. @type {Reply | null} */
let announced = null

/**
 * For screen readers. Of several replies at once only the first is announced.
 * @param {Reply} reply
 * @param {AbortSignal} signal ends it, as the page does that shows the reply
 */
export async function announceAlong(reply, signal) {
  if (announced?.element.isConnected) return
  announced = reply
  const end = () => (announced = null)
  signal.addEventListener("abort", end, { once: true })
  const log = emptyLog()
  await new Promise((resolve) => setTimeout(resolve, NOTICED))
  follow(reply, signal, (sentence) => log.append(h("p", {}, sentence)), end)
}

/**
 * With the browser's own voice, and nothing else any more.
 * @param {Reply} reply
 * @param {AbortSignal} signal ends it
 */
export function readAlong(reply, signal) {
  const quiet = begin(reply.prose, signal)
  /** @type {Promise<unknown>} */
  let spoken = Promise.resolve()
  const say = (/** @type {string} */ sentence) => (spoken = speak(sentence))
  follow(reply, quiet, say, async () => {
    await spoken
    if (!quiet.aborted) hush()
  })
}

/**
 * @param {Reply} reply
 * @param {AbortSignal} signal
 * @param {(sentence: string) => void} heard
 * @param {() => void} over
 */
function follow(reply, signal, heard, over) {
  const sentences = new Sentences(locale)
  reply.follow((text, isOver) => {
    for (const each of sentences.next(text, isOver)) heard(each)
    if (isOver) over()
  }, signal)
}

/**
 * A region of its own: the one of the news keeps only its last words.
 * @returns {HTMLElement}
 */
function emptyLog() {
  const found = document.getElementById("reply-log")
  if (found) return (found.replaceChildren(), found)
  const log = h("div", { id: "reply-log", class: "visually-hidden", role: "log" })
  document.getElementById("desk")?.append(log)
  return log
}
