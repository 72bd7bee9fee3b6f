/** Formulas in a text: TeX as it was written, until it is set as MathML. */

import { formula } from "../lib/scribe.js"

const REMEMBERED = 300 // formulas, since a text that grows is drawn again and again

/** What was set, by how and what. Null: it cannot be. @type {Map<string, Element | null>} */
const known = new Map()

/**
 * @param {DocumentFragment} fragment with `.math` elements that hold TeX
 * @param {(markup: string) => DocumentFragment} sanitized
 */
export function setFormulas(fragment, sanitized) {
  for (const place of fragment.querySelectorAll(".math")) setFormula(place, sanitized)
}

/**
 * @param {Element} place
 * @param {(markup: string) => DocumentFragment} sanitized
 */
async function setFormula(place, sanitized) {
  const text = place.textContent
  const display = place.classList.contains("math-display")
  const key = `${display} ${text}`
  // Known ones are set at once, so that a block that is drawn again does not flicker.
  if (!known.has(key)) {
    const markup = await formula(text, display)
    remember(key, markup && sanitized(markup).firstElementChild)
  }
  const set = known.get(key)
  if (set) place.replaceChildren(set.cloneNode(true))
  else place.setAttribute("data-plain", "")
}

/**
 * @param {string} key
 * @param {Element | null | ""} element
 */
function remember(key, element) {
  known.set(key, element || null)
  const [oldest] = known.keys()
  if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest)
}
