/** Where on a page one is, so that a reload finds the place again, and coming back does. */

const STILL = 250 // milliseconds without scrolling until the place is remembered

/**
 * The router remembers the place when one leaves; this does while one stays.
 * @param {AbortSignal} signal
 */
export function rememberScroll(signal) {
  let timer = 0
  const remember = () => history.replaceState({ ...history.state, scroll: scrollY }, "")
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(remember, STILL)
  }
  addEventListener("scroll", soon, { signal, passive: true })
  signal.addEventListener("abort", () => clearTimeout(timer))
}
