/** One heartbeat a second for everything on the page that counts time. */

/** @type {Set<() => void>} */
const listeners = new Set()
let timer = 0

/**
 * Call `tick` each second until `signal` aborts.
 * @param {() => void} tick
 * @param {AbortSignal} signal
 */
export function everySecond(tick, signal) {
  listeners.add(tick)
  timer ||= setInterval(() => listeners.forEach((listener) => listener()), 1000)
  signal.addEventListener("abort", () => {
    listeners.delete(tick)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = 0
    }
  })
}
