/** The tiers: what people may use, and how much of it. And one of them. */

/** @import { Context } from "../../lib/types.d.ts" */
/** @import { Tier } from "../../lib/admin/types.d.ts" */

import { adminPage, badge, row } from "../../components/admin/parts.js"
import { tierPage } from "../../components/admin/tier.js"
import { prompt } from "../../components/dialog.js"
import { wordButton } from "../../components/icon.js"
import { toast } from "../../components/news.js"
import { sentence } from "../../components/problem-block.js"
import { h } from "../../lib/dom.js"
import { money, number } from "../../lib/format.js"
import { texts } from "../../lib/admin/texts.js"

const words = texts.tiers

/** @param {Context} context */
export async function page(context) {
  const { api, params, signal } = context
  const name = params["item"]
  if (name) {
    const path = `/api/admin/tiers/${encodeURIComponent(name)}`
    return tierPage(context, path, await api.get(path, { signal }))
  }
  /** @type {{ items: Tier[] }} */
  const { items } = await api.get("/api/admin/tiers", { signal })
  return adminPage(
    {
      title: words.title,
      actions: wordButton(words.make, () => make(context), {
        icon: "plus",
        class: "button-primary",
      }),
    },
    h("p", { class: "hint admin-lead" }, words.lead),
    h(
      "ul",
      { class: "rows" },
      items.map((tier) => tierRow(context, tier)),
    ),
  )
}

/**
 * @param {Context} context
 * @param {Tier} tier
 */
const tierRow = (
  { api },
  { id, is_default, people, budget_day_micros: day, budget_month_micros: month },
) =>
  row({
    title: [
      h("a", { href: api.url(`/admin/tiers/${encodeURIComponent(id)}`) }, id),
      is_default && badge(words.default),
    ],
    facts: [
      h(
        "a",
        { href: api.url(`/admin/users?tier=${encodeURIComponent(id)}`) },
        words.people(people, number(people)),
      ),
      h("span", {}, words.day(day === null ? words.noLimit : money(day))),
      h("span", {}, words.month(month === null ? words.noLimit : money(month))),
    ],
  })

/** A new tier begins as a copy of the default one. @param {Context} context */
async function make({ api, router }) {
  const name = await prompt({ title: words.make, label: words.name, value: "", yes: words.make })
  if (name === null) return
  const path = encodeURIComponent(name.trim())
  try {
    await api.post(`/api/admin/tiers/${path}`, {})
    await router.go(`/admin/tiers/${path}`)
  } catch (error) {
    toast(sentence(error))
  }
}
