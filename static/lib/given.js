/** Files that are given to a page: dropped on it, or pasted. */

/**
 * Take files that are dropped on an element, and mark it while they hover.
 * @param {HTMLElement} element
 * @param {(files: File[]) => void} take
 */
export function acceptDrops(element, take) {
  let depth = 0
  const mark = (/** @type {number} */ change) => {
    depth = change === 0 ? 0 : depth + change
    element.toggleAttribute("data-drop", depth > 0)
  }
  const holdsFiles = (/** @type {DragEvent} */ { dataTransfer }) =>
    dataTransfer?.types.includes("Files") ?? false

  element.addEventListener("dragenter", (event) => holdsFiles(event) && mark(1))
  element.addEventListener("dragleave", (event) => holdsFiles(event) && mark(-1))
  element.addEventListener("dragover", (event) => holdsFiles(event) && event.preventDefault())
  element.addEventListener("drop", (event) => {
    mark(0)
    const files = [...(event.dataTransfer?.files ?? [])]
    // What lies further in may have taken them.
    if (files.length === 0 || event.defaultPrevented) return
    event.preventDefault()
    take(files)
  })
}

/**
 * Take files that are pasted anywhere on the page.
 * @param {AbortSignal} signal
 * @param {(files: File[]) => void} take
 */
export function acceptPaste(signal, take) {
  document.addEventListener(
    "paste",
    (event) => {
      const files = [...(event.clipboardData?.files ?? [])]
      if (files.length === 0 || event.defaultPrevented) return
      event.preventDefault()
      take(files)
    },
    { signal },
  )
}
