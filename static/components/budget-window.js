/** One budget as it stands: spent, on hold, left, and when it starts over. */

/** @import { UsageWindow } from "../lib/types.d.ts" */

import { h } from "../lib/dom.js"
import { dateTime, money, relative } from "../lib/format.js"
import { texts } from "../lib/texts.js"
import { shareUsed } from "../lib/usage.js"
import { icon } from "./icon.js"

const words = texts.usage

/** @param {UsageWindow} window */
export function budgetWindow(window) {
  const { spent_micros, held_micros, left_micros, limit_micros, resets_at, warning } = window
  const limit = limit_micros === null ? words.noLimit : words.of(money(limit_micros))
  return h(
    "section",
    { class: "card window", "data-warning": warning },
    h("h2", { class: "section-title" }, words.windows[window.window]),
    h(
      "p",
      { class: "window-spent" },
      h("strong", {}, money(spent_micros)),
      ` ${words.spent} ${limit}`,
    ),
    limit_micros !== null && meter(spent_micros, held_micros, limit_micros),
    warning &&
      h(
        "p",
        { class: "window-warning" },
        icon("alert"),
        left_micros === 0 ? words.usedUp : words.low(Math.round(100 * shareUsed(window))),
      ),
    h(
      "dl",
      { class: "window-facts" },
      entry("held", words.held, money(held_micros)),
      left_micros !== null && entry("left", words.left, money(left_micros)),
    ),
    h("p", { class: "hint", title: dateTime(resets_at) }, words.resets(relative(resets_at))),
  )
}

/**
 * @param {string} name
 * @param {string} label
 * @param {string} value
 */
const entry = (name, label, value) =>
  h("div", { class: `window-fact window-${name}` }, h("dt", {}, label), h("dd", {}, value))

/**
 * The numbers stand beside it, so the bar itself says nothing to a screen reader.
 * @param {number} spent
 * @param {number} held
 * @param {number} limit
 */
export function meter(spent, held, limit) {
  const share = (/** @type {number} */ part) =>
    `${Math.min(100, (100 * part) / Math.max(1, limit))}%`
  return h(
    "div",
    { class: "meter", "aria-hidden": "true" },
    h("span", { class: "meter-spent", style: { "inline-size": share(spent) } }),
    h("span", { class: "meter-held", style: { "inline-size": share(held) } }),
  )
}
