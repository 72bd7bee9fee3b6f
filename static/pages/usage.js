/** What was spent, what is on hold, what is left. */

/** @import { DaySum } from "../lib/usage.js" */
/** @import { Child, Context, Usage, UsageWindow } from "../lib/types.d.ts" */

import { emptyState } from "../components/empty-state.js"
import { h } from "../lib/dom.js"
import { date, money, number, relative } from "../lib/format.js"
import { daysOf } from "../lib/usage.js"
import { texts } from "../lib/texts.js"

const words = texts.usage

/** @param {Context} context */
export async function page({ api, signal }) {
  /** @type {Usage} */
  const { windows, by_day, by_model } = await api.get("/api/usage", { signal })
  return h(
    "section",
    { class: "page page-list" },
    h("header", { class: "page-head" }, h("h1", { class: "page-title" }, words.title)),
    h("div", { class: "windows" }, windows.map(windowCard)),
    h("p", { class: "hint" }, words.heldHint),
    by_model.length === 0 && emptyState({ icon: "usage", heading: null, hint: words.none }),
    by_day.length > 0 && section(words.byDay, dayChart(daysOf(by_day))),
    by_model.length > 0 && section(words.byModel, modelTable(by_model)),
  )
}

/**
 * @param {string} title
 * @param {Child} content
 */
const section = (title, content) =>
  h("section", { class: "list-section" }, h("h2", { class: "section-title" }, title), content)

/** @param {UsageWindow} window */
function windowCard({ window, spent_micros, held_micros, left_micros, limit_micros, resets_at }) {
  const limit = limit_micros === null ? words.noLimit : words.of(money(limit_micros))
  return h(
    "section",
    { class: "card window" },
    h("h2", { class: "section-title" }, words.windows[window]),
    h(
      "p",
      { class: "window-spent" },
      h("strong", {}, money(spent_micros)),
      ` ${words.spent} ${limit}`,
    ),
    limit_micros !== null && meter(spent_micros, held_micros, limit_micros),
    h(
      "dl",
      { class: "window-facts" },
      entry("held", words.held, money(held_micros)),
      left_micros !== null && entry("left", words.left, money(left_micros)),
    ),
    h("p", { class: "hint" }, words.resets(relative(resets_at))),
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
function meter(spent, held, limit) {
  const share = (/** @type {number} */ part) =>
    `${Math.min(100, (100 * part) / Math.max(1, limit))}%`
  return h(
    "div",
    { class: "meter", "aria-hidden": "true" },
    h("span", { class: "meter-spent", style: { "inline-size": share(spent) } }),
    h("span", { class: "meter-held", style: { "inline-size": share(held) } }),
  )
}

/** @param {DaySum[]} days */
function dayChart(days) {
  const most = Math.max(1, ...days.map(({ spent }) => spent))
  const bar = (/** @type {DaySum} */ { day, spent }) => {
    const label = `${date(day)}: ${money(spent)}`
    return h(
      "li",
      { class: "day", title: label },
      h("span", { class: "day-bar", style: { "block-size": `${(100 * spent) / most}%` } }),
      h("span", { class: "visually-hidden" }, label),
    )
  }
  const [first, last] = [days[0], days.at(-1)]
  return h(
    "figure",
    { class: "card days" },
    h("ol", { class: "days-bars" }, days.map(bar)),
    h(
      "figcaption",
      { class: "hint" },
      first && last && words.span(date(first.day), date(last.day)),
    ),
  )
}

/** @param {Usage["by_model"]} models */
function modelTable(models) {
  const head = h(
    "tr",
    {},
    h("th", { scope: "col" }, words.model),
    h("th", { scope: "col" }, words.count),
    h("th", { scope: "col" }, words.cost),
  )
  const row = (/** @type {Usage["by_model"][number]} */ { model, generations, spent_micros }) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, h("code", {}, model)),
      h("td", {}, number(generations)),
      h("td", {}, money(spent_micros)),
    )
  return h(
    "div",
    { class: "card table-card" },
    h("table", { class: "table" }, h("thead", {}, head), h("tbody", {}, models.map(row))),
  )
}
