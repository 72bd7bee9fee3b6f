/** What was spent, what is on hold, what is left: in numbers, as pictures, and as a file. */

/** @import { Child, Context, Usage } from "../lib/types.d.ts" */

import { budgetWindow } from "../components/budget-window.js"
import { emptyState } from "../components/empty-state.js"
import { icon } from "../components/icon.js"
import { sharedKey } from "../components/shared-key.js"
import { spentFigure } from "../components/spent-figure.js"
import { kindTable, modelTable } from "../components/spent-tables.js"
import { h } from "../lib/dom.js"
import { number } from "../lib/format.js"
import { withQuery } from "../lib/router.js"
import { texts } from "../lib/texts.js"
import { periodNamed, PERIODS } from "../lib/usage.js"

const words = texts.usage

/** @param {Context} context */
export async function page(context) {
  const { api, query, signal } = context
  const period = periodNamed(query.get("days"))
  /** @type {Usage} */
  const usage = await api.get(`/api/usage?days=${period}`, { signal })
  return h(
    "section",
    { class: "page page-list" },
    h("header", { class: "page-head" }, h("h1", { class: "page-title" }, words.title)),
    sharedKey(context),
    h("div", { class: "windows" }, usage.windows.map(budgetWindow)),
    h("p", { class: "hint" }, words.heldHint),
    h(
      "section",
      { class: "list-section" },
      h(
        "div",
        { class: "period-head" },
        h("h2", { class: "section-title" }, words.lastDays(number(period))),
        periods(context, period),
      ),
      usage.by_model.length > 0 ? report(context, usage, period) : nothing(),
    ),
  )
}

/**
 * @param {Context} context
 * @param {number} chosen
 */
const periods = ({ api }, chosen) =>
  h(
    "nav",
    { class: "tabs", "aria-label": words.period },
    PERIODS.map((days) =>
      h(
        "a",
        {
          class: "tab",
          href: api.url(withQuery("/usage", { days })),
          "aria-current": days === chosen ? "page" : null,
        },
        words.days(number(days)),
      ),
    ),
  )

const nothing = () => emptyState({ icon: "usage", heading: null, hint: words.none })

/**
 * @param {Context} context
 * @param {Usage} usage
 * @param {number} period
 * @returns {Child}
 */
function report({ api, signal }, usage, period) {
  const { by_kind, by_model } = usage
  return [
    spentFigure(usage, signal),
    h("h3", { class: "section-title" }, words.byKind),
    kindTable(by_kind),
    h("h3", { class: "section-title" }, words.byModel),
    modelTable(by_model),
    h(
      "p",
      {},
      h(
        "a",
        { class: "button", href: api.url(`/api/usage.csv?days=${period}`), download: true },
        icon("download"),
        words.csv,
      ),
    ),
  ]
}
