/** Reading aloud with the browser's own voice, one text at a time. */

/** What is being read. @type {Element | null} */
let reading = null

/** Whether this browser has a voice at all. */
export const canRead = "speechSynthesis" in globalThis

/** @param {Element} element */
export const isReading = (element) => reading === element

/** Be quiet. */
export function hush() {
  reading = null
  speechSynthesis.cancel()
}

/**
 * Read what stands in an element, and nothing else any more. Code is left out: it is for the eyes.
 * @param {HTMLElement} element
 * @param {AbortSignal} signal ends it, as the page does that shows the text
 */
export function read(element, signal) {
  hush()
  reading = element
  signal.addEventListener("abort", () => isReading(element) && hush(), { once: true })
  const lines = linesOf(element)
  lines.forEach((line, index) => {
    const words = new SpeechSynthesisUtterance(line)
    // Line by line, since some voices fall silent in the middle of a long text.
    if (index === lines.length - 1) words.onend = () => isReading(element) && hush()
    speechSynthesis.speak(words)
  })
  if (lines.length === 0) hush()
}

/** @param {HTMLElement} element */
const linesOf = ({ children }) =>
  [...children]
    .filter((each) => !each.matches("figure.code"))
    .flatMap((each) => /** @type {HTMLElement} */ (each).innerText.split(/\n+/))
    .filter((line) => line.trim() !== "")
