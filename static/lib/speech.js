/** Reading aloud with the browser's own voice, one text at a time. */

/** Under which name it is kept that replies are announced sentence by sentence. */
export const SENTENCES = "sentences"

/** What is being read. @type {Element | null} */
let reading = null
/** Aborted when it is no more. */
let turn = new AbortController()
/** Held, since some browsers forget what is still to be spoken. @type {Set<SpeechSynthesisUtterance>} */
const queue = new Set()

/** Whether this browser has a voice at all. */
export const canRead = "speechSynthesis" in globalThis

/** @param {Element} element */
export const isReading = (element) => reading === element

/** Be quiet. */
export function hush() {
  reading = null
  turn.abort()
  queue.clear()
  speechSynthesis.cancel()
}

/**
 * From now on read what stands in this element, and nothing else any more.
 * @param {Element} element
 * @param {AbortSignal} signal ends it, as the page does that shows the text
 * @returns {AbortSignal} aborts when it has ended
 */
export function begin(element, signal) {
  hush()
  reading = element
  turn = new AbortController()
  signal.addEventListener("abort", () => isReading(element) && hush(), { once: true })
  return turn.signal
}

/**
 * After all that is still to be spoken.
 * @param {string} text short: some voices fall silent in the middle of a long one
 * @returns {Promise<unknown>} once it was spoken
 */
export const speak = (text) =>
  new Promise((resolve) => {
    const words = new SpeechSynthesisUtterance(text)
    words.onend = words.onerror = () => resolve(queue.delete(words))
    queue.add(words)
    speechSynthesis.speak(words)
  })

/**
 * Read all of an element. Code is left out: it is for the eyes.
 * @param {HTMLElement} element
 * @param {AbortSignal} signal ends it
 */
export async function read(element, signal) {
  const over = begin(element, signal)
  await Promise.all(linesOf(element).map(speak))
  if (!over.aborted) hush()
}

/** @param {HTMLElement} element */
const linesOf = ({ children }) =>
  [...children]
    .filter((each) => !each.matches("figure.code"))
    .flatMap((each) => /** @type {HTMLElement} */ (each).innerText.split(/\n+/))
    .filter((line) => line.trim() !== "")
