/** The dearest first, each a way to look into it. */

/** @import { Child, Context } from "../../lib/types.d.ts" */
/** @import { CostLine, Costs, CostSums } from "../../lib/admin/types.d.ts" */
/** @import { Asked, By } from "../../lib/admin/costs.js" */

import { addressOfCosts, lookedInto } from "../../lib/admin/costs.js"
import { texts } from "../../lib/admin/texts.js"
import { h } from "../../lib/dom.js"
import { money, number } from "../../lib/format.js"
import { share, table, tableCard } from "../spent-tables.js"
import { nameOf, valueOf } from "./cost-names.js"

const words = texts.costs

/**
 * @param {Context} context
 * @param {Asked} asked
 * @param {Costs} costs
 */
export function costTable({ api }, asked, { lines, rest, more }) {
  const by = /** @type {By[]} */ ([asked.by, asked.then].filter(Boolean))
  const named = (/** @type {CostLine} */ line) =>
    by.map((each) => lookInto(line, each, asked, api.url(""), each === asked.by))
  const rows = lines.map((line) => [...named(line), ...sums(line, lines)])
  if (more > 0) rows.push([words.more(more), ...by.slice(1).map(() => ""), ...sums(rest, lines)])
  const element = tableCard(
    words.dimensions[asked.by],
    table(
      [
        ...by.map((each) => words.dimensions[each]),
        words.spent,
        words.before,
        words.count,
        words.failures,
      ],
      rows,
    ),
  )
  element.classList.add("cost-table")
  return element
}

/**
 * @param {CostLine} line
 * @param {By} by
 * @param {Asked} asked
 * @param {string} base
 * @param {boolean} isFirst
 * @returns {Child}
 */
function lookInto(line, by, asked, base, isFirst) {
  const value = valueOf(line, by)
  const name = nameOf(line, by)
  const email = by === "person" && line.person?.name ? line.person.email : null
  const more = email && h("small", { class: "cost-more" }, email)
  if (value === null || asked.only[by] || !isFirst) return [h("span", {}, name), more]
  const href = base + addressOfCosts(lookedInto(asked, by, value))
  return [h("a", { href }, name), more]
}

/**
 * @param {CostSums} sums_
 * @param {CostSums[]} all
 * @returns {Child[]}
 */
const sums = ({ spent_micros, previous_micros, generations, failed }, all) => [
  share(spent_micros, all),
  previous_micros === 0 ? "–" : money(previous_micros),
  number(generations),
  failed === 0 ? "–" : number(failed),
]
