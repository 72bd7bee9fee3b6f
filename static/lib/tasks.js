/** Long work in pieces, so that the page can be drawn and used in between. */

/**
 * Go on in a task of its own; within a frame, once that is laid out and painted.
 * @returns {Promise<void>}
 */
export const nextTask = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener("message", () => resolve(), { once: true })
    port1.start()
    port2.postMessage(null)
  })

/**
 * Lay out what was just inserted part by part, each in a task of its own, before any of it is seen.
 * All at once, with fonts and styles that are met for the first time, takes a slow phone longer
 * than a page may stand still.
 * @param {Element} whole what is not among the parts is there at once, and takes keys
 * @param {Iterable<Element>} parts of it
 */
export async function layOut(whole, parts) {
  const left = [...parts]
  for (const part of left) part.toggleAttribute("data-later", true)
  whole.toggleAttribute("data-unseen", true)
  for (const part of left) {
    await nextTask()
    part.removeAttribute("data-later")
    part.getBoundingClientRect()
  }
  whole.removeAttribute("data-unseen")
}
