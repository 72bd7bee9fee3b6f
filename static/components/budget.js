/** What is left of the person's budget, beside the button that spends it. */

/** @import { Change, Context, Quote, Usage, UsageWindow } from "../lib/types.d.ts" */

import { h } from "../lib/dom.js"
import { money, relative } from "../lib/format.js"
import { isOpen } from "../lib/generation.js"
import { onChange } from "../lib/live.js"
import { texts } from "../lib/texts.js"
import { budgetWarning, capExceeded, shareUsed } from "../lib/usage.js"

const words = texts.budget

const TOGETHER = 500 // milliseconds in which several endings are one reason to ask

/**
 * A line that describes the button, and is seen only when the budget runs low or is too small, or
 * one request may not cost as much.
 * @param {Context} context
 * @param {string} id
 */
export function createBudget({ api, live, signal }, id) {
  /** @type {UsageWindow[]} */
  let windows = []
  /** @type {Quote | null} */
  let asked = null
  const element = h("p", { class: "budget visually-hidden", id })

  function show() {
    const low = budgetWarning(windows, asked?.amount_micros ?? null)
    const warning = capText(asked) || warningText(low)
    element.textContent = warning || leftText(windows)
    element.classList.toggle("visually-hidden", !warning)
  }

  const read = () =>
    api.get("/api/usage", { signal }).then(
      (usage) => {
        windows = /** @type {Usage} */ (usage).windows
        show()
      },
      () => {}, // the price stands without it, and the server refuses what does not fit
    )
  let timer = 0
  const spent = (/** @type {Change} */ change) => {
    if (!("state" in change) || isOpen(change)) return
    clearTimeout(timer)
    timer = setTimeout(read, TOGETHER)
  }
  onChange(live, spent, signal)
  return {
    element,
    read,
    /** @param {Quote | null} quote of what the button would ask for */
    price(quote) {
      asked = quote
      show()
    },
    get text() {
      return element.textContent ?? ""
    },
  }
}

/** @param {UsageWindow[]} windows */
function leftText(windows) {
  const left = windows.flatMap(({ window, left_micros }) =>
    left_micros === null ? [] : [words.left[window](money(left_micros))],
  )
  return left.length > 0 ? words.leftOf(left) : ""
}

/** @param {Quote | null} quote */
function capText(quote) {
  const cap = capExceeded(quote)
  return cap === null ? "" : words.capped(money(cap))
}

/** @param {{ window: UsageWindow, isShort: boolean } | null} warning */
function warningText(warning) {
  if (!warning) return ""
  const { window, isShort } = warning
  const left = words.left[window.window](money(window.left_micros ?? 0))
  const when = relative(window.resets_at)
  if (isShort) return words.short(left, when)
  return words.low(Math.round(shareUsed(window) * 100), left, when)
}
