/** Where a popover goes: beside its button, inside the window. */

const GAP = 6 // pixels between button and popover
const EDGE = 12 // pixels kept free at the window's edge

/**
 * @param {HTMLElement} popover
 * @param {HTMLElement} anchor
 */
export function placeBeside(popover, anchor) {
  const box = anchor.getBoundingClientRect()
  const above = box.top - GAP - EDGE
  const below = innerHeight - box.bottom - GAP - EDGE
  const { style } = popover
  style.left = `${Math.max(EDGE, Math.min(box.left, innerWidth - popover.offsetWidth - EDGE))}px`
  style.maxHeight = `${Math.min(512, Math.max(above, below))}px`
  const isAbove = below < popover.offsetHeight && above > below
  style.top = isAbove ? "auto" : `${box.bottom + GAP}px`
  style.bottom = isAbove ? `${innerHeight - box.top + GAP}px` : "auto"
}
