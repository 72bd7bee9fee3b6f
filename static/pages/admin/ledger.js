/** Every movement of money, by whose it is, what it was for, and of which sort. */

/** @import { Context } from "../../lib/types.d.ts" */
/** @import { LedgerPage } from "../../lib/admin/types.d.ts" */

import { entryTable } from "../../components/admin/entry-table.js"
import { createLedgerFilters, ledgerFiltersOf } from "../../components/admin/ledger-filters.js"
import { adminPage } from "../../components/admin/parts.js"
import { emptyState } from "../../components/empty-state.js"
import { wordButton } from "../../components/icon.js"
import { said } from "../../components/said.js"
import { texts } from "../../lib/admin/texts.js"
import { h } from "../../lib/dom.js"
import { money, number } from "../../lib/format.js"
import { withQuery } from "../../lib/router.js"
import { texts as common } from "../../lib/texts.js"

const words = texts.ledger

/** @param {Context} context */
export async function page(context) {
  const { api, query, signal } = context
  const filters = ledgerFiltersOf(query)
  const load = (/** @type {string | null} */ before) =>
    /** @type {Promise<LedgerPage>} */ (
      api.get(withQuery("/api/admin/ledger", { ...filters, before }), { signal })
    )
  const first = await load(null)
  const entries = entryTable(api.url(""))
  entries.add(first.items)

  let { next } = first
  const more = wordButton(common.common.more, async () => {
    const page = await said(load(next))
    if (!page) return
    entries.add(page.items)
    next = page.next
    more.hidden = next === null
  })
  more.hidden = next === null
  return adminPage(
    { title: words.title },
    h("p", { class: "hint" }, words.hint),
    createLedgerFilters(context, filters, first.items),
    h("p", { class: "ledger-totals", role: "status" }, totals(first)),
    first.items.length > 0
      ? entries.element
      : emptyState({ icon: "usage", heading: null, hint: words.none }),
    h("p", { class: "ledger-more" }, more),
  )
}

/** @param {LedgerPage} page */
const totals = ({ totals: { entries, spent_micros, held_micros } }) =>
  words.totals(number(entries), money(spent_micros), money(held_micros))
