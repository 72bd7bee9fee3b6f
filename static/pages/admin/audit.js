/** Who changed what, when, from where, before and after. Nobody edits it. */

/** @import { Context } from "../../lib/types.d.ts" */
/** @import { AuditEntry, Person } from "../../lib/admin/types.d.ts" */

import { auditRow } from "../../components/admin/audit-row.js"
import { filterBar, filtersIn } from "../../components/admin/filter-bar.js"
import { PagedList } from "../../components/admin/paged-list.js"
import { adminPage } from "../../components/admin/parts.js"
import { nameOf } from "../../components/admin/person-row.js"
import { dayAfter, midnight } from "../../lib/admin/days.js"
import { withQuery } from "../../lib/router.js"
import { texts } from "../../lib/admin/texts.js"

const words = texts.audit

/** @param {Context} context */
export async function page(context) {
  const { api, query, router, signal } = context
  /** @type {{ items: Person[] }} */
  const admins = await api.get("/api/admin/users?role=admin&limit=100", { signal })
  const filters = filtersOf(admins.items)
  const values = filtersIn(filters, query)
  /** @type {PagedList<AuditEntry>} */
  const log = new PagedList(context, {
    path: "/api/admin/audit",
    query: asked(values),
    row: auditRow,
    none: words.none,
  })
  await log.show()
  const bar = filterBar(filters, values, (wanted) => {
    router.move(withQuery("/admin/audit", wanted), { replace: true })
    log.show(asked(wanted))
  })
  return adminPage({ title: words.title }, bar, log.element)
}

/** @param {Person[]} admins */
const filtersOf = (admins) => [
  {
    name: "actor",
    label: words.who,
    options: {
      "": words.any,
      ...Object.fromEntries(admins.map((each) => [each.id, nameOf(each)])),
    },
  },
  { name: "action", label: words.what, options: { "": words.any, ...words.about } },
  { name: "since", label: words.since, type: /** @type {const} */ ("date") },
  { name: "until", label: words.until, type: /** @type {const} */ ("date") },
]

/**
 * Days as the person means them: whole ones, where they are.
 * @param {Record<string, string>} values
 */
const asked = ({ actor = "", action = "", since = "", until = "" }) => ({
  actor,
  action,
  since: midnight(since),
  until: dayAfter(until),
})
