/** What everybody has spent: by whom, for what, and beside it the days before. */

/** @import { Context } from "../../lib/types.d.ts" */
/** @import { Costs } from "../../lib/admin/types.d.ts" */
/** @import { Asked } from "../../lib/admin/costs.js" */

import { costFilters, periods } from "../../components/admin/cost-filters.js"
import { costTable } from "../../components/admin/cost-table.js"
import { adminPage } from "../../components/admin/parts.js"
import { emptyState } from "../../components/empty-state.js"
import { icon } from "../../components/icon.js"
import { spentFigure } from "../../components/spent-figure.js"
import { askedOf, figureOf, requestOf } from "../../lib/admin/costs.js"
import { texts } from "../../lib/admin/texts.js"
import { h } from "../../lib/dom.js"
import { number } from "../../lib/format.js"

const words = texts.costs

/** @param {Context} context */
export async function page(context) {
  const { api, query, signal } = context
  const asked = askedOf(query)
  /** @type {Costs} */
  const costs = await api.get(requestOf(asked), { signal })
  return adminPage(
    { title: words.title, actions: csvLink(context, asked) },
    periods(context, asked, costs),
    spentFigure(figureOf(costs), signal, counts(costs)),
    h(
      "section",
      { class: "list-section" },
      costFilters(context, asked, costs.only),
      costs.lines.length > 0
        ? [costTable(context, asked, costs), h("p", { class: "hint" }, words.beforeHint)]
        : emptyState({ icon: "usage", heading: null, hint: words.none }),
    ),
  )
}

/** @param {Costs} costs */
function counts({ total: { generations, failed } }) {
  const parts = [words.requests(generations, number(generations))]
  if (failed > 0) parts.push(words.failed(number(failed)))
  return h("p", { class: "hint" }, parts.join(", "))
}

/**
 * @param {Context} context
 * @param {Asked} asked
 */
const csvLink = ({ api }, asked) =>
  h(
    "a",
    { class: "button", href: api.url(requestOf(asked, ".csv")), download: true },
    icon("download"),
    words.csv,
  )
