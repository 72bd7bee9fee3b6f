/** For administrators: what is left of the key that everybody shares. */

/** @import { Context, Micros, Time } from "../lib/types.d.ts" */

import { isAbort } from "../lib/api.js"
import { fill, h } from "../lib/dom.js"
import { money, relative } from "../lib/format.js"
import { texts } from "../lib/texts.js"
import { icon } from "./icon.js"

const words = texts.usage.key

/**
 * @typedef {object} SharedKey
 * @property {Micros | null} remaining_micros
 * @property {Micros | null} limit_micros
 * @property {boolean} low
 * @property {Time | null} heard_at
 * @property {string | null} problem
 */

/**
 * Fills itself when the answer is there; the page does not wait for it.
 * @param {Context} context
 */
export function sharedKey({ api, user, signal }) {
  const element = h("div", { class: "shared-key", hidden: true })
  if (user.role === "admin") {
    api.get("/api/admin/system", { signal }).then(
      (system) => {
        const { gateway } = /** @type {{ gateway: { key: SharedKey } }} */ (system)
        show(element, gateway.key)
      },
      (error) => {
        if (!isAbort(error)) show(element, null)
      },
    )
  }
  return element
}

/**
 * @param {HTMLElement} element
 * @param {SharedKey | null} key null: it could not be learnt
 */
function show(element, key) {
  const isBad = key !== null && (key.low || key.problem !== null)
  element.hidden = false
  element.toggleAttribute("data-low", isBad)
  fill(
    element,
    icon(isBad ? "alert" : key ? "check" : "unknown"),
    h("p", {}, sentenceOf(key)),
  )
}

/** @param {SharedKey | null} key */
function sentenceOf(key) {
  if (key === null || key.heard_at === null) return key?.problem ?? words.unknown
  const when = relative(key.heard_at)
  if (key.remaining_micros === null) return words.noLimit(when)
  const left = money(key.remaining_micros)
  const says = key.low ? words.low(left, when) : words.left(left, when)
  return key.problem === null ? says : `${says} ${key.problem}`
}
