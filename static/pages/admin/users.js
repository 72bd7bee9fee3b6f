/** Everybody with an account: found, let in, moved, kept out. And one of them. */

/** @import { Context } from "../../lib/types.d.ts" */
/** @import { Person, Tier } from "../../lib/admin/types.d.ts" */

import { BulkBar } from "../../components/admin/bulk-bar.js"
import { filterBar, filtersIn } from "../../components/admin/filter-bar.js"
import { inviteButton, Invites } from "../../components/admin/invites.js"
import { PagedList } from "../../components/admin/paged-list.js"
import { adminPage } from "../../components/admin/parts.js"
import { personPage } from "../../components/admin/person.js"
import { personRow } from "../../components/admin/person-row.js"
import { withQuery } from "../../lib/router.js"
import { texts } from "../../lib/admin/texts.js"

const words = texts.users

/** @param {Context} context */
export async function page(context) {
  /** @type {{ items: Tier[] }} */
  const tiers = await context.api.get("/api/admin/tiers", { signal: context.signal })
  const names = tiers.items.map(({ id }) => id)
  const { item } = context.params
  return item ? personPage(context, item, names) : list(context, names)
}

/**
 * @param {Context} context
 * @param {string[]} tiers
 */
async function list(context, tiers) {
  const filters = filtersOf(tiers)
  const values = filtersIn(filters, context.query)
  const bulk = new BulkBar(context, tiers, () => people.show())
  /** @type {PagedList<Person>} */
  const people = new PagedList(context, {
    path: "/api/admin/users",
    query: values,
    row: (person) => personRow(context, person, bulk),
    none: words.none,
  })
  const bar = filterBar(filters, values, (wanted) => {
    context.router.move(withQuery("/admin/users", wanted), { replace: true })
    bulk.clear()
    people.show(wanted)
  })
  const invites = new Invites(context)
  await Promise.all([people.show(), invites.list.show()])
  return adminPage(
    { title: words.title, actions: inviteButton(context, () => invites.list.show()) },
    bar,
    bulk.element,
    people.element,
    invites.element,
  )
}

/** @param {string[]} tiers */
const filtersOf = (tiers) => [
  { name: "q", label: words.search, type: /** @type {const} */ ("search") },
  { name: "state", label: words.state, options: { "": words.any, ...words.states } },
  { name: "role", label: words.role, options: { "": words.any, ...words.roles } },
  {
    name: "tier",
    label: words.tier,
    options: { "": words.any, ...Object.fromEntries(tiers.map((each) => [each, each])) },
  },
]
