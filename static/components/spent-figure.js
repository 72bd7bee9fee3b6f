/** What was spent in some days, as one number, as a picture, and as a table of its days. */

/** @import { Child, DaySpent, Micros } from "../lib/types.d.ts" */

import { h } from "../lib/dom.js"
import { date, money, number } from "../lib/format.js"
import { texts } from "../lib/texts.js"
import { daysOf, percentMore } from "../lib/usage.js"
import { spentChart } from "./spent-chart.js"
import { dayTable } from "./spent-tables.js"

const words = texts.usage

/**
 * @typedef {object} Spent
 * @property {string} since
 * @property {string} until
 * @property {Micros} spent_micros
 * @property {Micros} previous_micros in as many days before
 * @property {DaySpent[]} by_day
 */

/**
 * @param {Spent} spent
 * @param {AbortSignal} signal
 * @param {...Child} more to be said beside the sum
 */
export function spentFigure(spent, signal, ...more) {
  const { since, until } = spent
  const days = daysOf(spent)
  return h(
    "figure",
    { class: "card spent" },
    h(
      "figcaption",
      { class: "spent-head" },
      h("p", { class: "window-spent" }, h("strong", {}, money(spent.spent_micros))),
      h("p", { class: "hint" }, `${words.span(date(since), date(until))} · ${compared(spent)}`),
      more,
    ),
    spentChart(days, signal),
    h(
      "details",
      { class: "fold" },
      h("summary", {}, words.asTable),
      dayTable(days.filter(({ total }) => total !== 0).toReversed()),
    ),
  )
}

/** @param {Spent} spent */
function compared(spent) {
  const percent = percentMore(spent)
  if (percent === null) return words.nothingBefore
  if (percent === 0) return words.same
  return percent > 0 ? words.more(number(percent)) : words.less(number(-percent))
}
