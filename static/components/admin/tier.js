/** One tier as a form. What is saved acts on the next request of everybody in it. */

/** @import { Context, Kind } from "../../lib/types.d.ts" */
/** @import { Tier } from "../../lib/admin/types.d.ts" */
/** @import { Field } from "./value-form.js" */

import { h } from "../../lib/dom.js"
import { flat, KINDS, nested } from "../../lib/admin/tiers.js"
import { texts } from "../../lib/admin/texts.js"
import { texts as common } from "../../lib/texts.js"
import { confirm } from "../dialog.js"
import { wordButton } from "../icon.js"
import { toast } from "../news.js"
import { requestProblem } from "../problem-block.js"
import { matching } from "./matching.js"
import { adminPage } from "./parts.js"
import { valueForm } from "./value-form.js"

const words = texts.tiers

/**
 * @param {Context} context
 * @param {string} path
 * @param {Tier} tier
 */
export function tierPage(context, path, tier) {
  const { api } = context
  const form = valueForm({
    values: flat(tier),
    fields: [...LIMITS, ...KINDS.flatMap((kind) => ofKind(context, kind))],
    submit: common.common.save,
    async save(changes) {
      await api.patch(path, nested(changes))
      toast(common.common.saved)
    },
  })
  form.classList.add("tier-form")
  return adminPage(
    { title: tier.id, back: { href: api.url("/admin/tiers"), label: words.title } },
    h("p", { class: "hint admin-lead" }, words.acts(tier.people)),
    h("section", { class: "card admin-card" }, form),
    deletion(context, path, tier),
  )
}

/** @type {Field[]} */
const LIMITS = [
  { name: "budget_day_micros", way: "money", ...words.fields.budgetDay },
  { name: "budget_month_micros", way: "money", ...words.fields.budgetMonth },
  { name: "confirm_above_micros", way: "money", ...words.fields.confirmAbove },
  { name: "storage_bytes", way: "gibibytes", ...words.fields.storage },
  { name: "requests_per_minute", way: "count", ...words.fields.requests },
]

/**
 * @param {Context} context
 * @param {Kind} kind
 * @returns {Field[]}
 */
const ofKind = (context, kind) => [
  {
    name: `models:${kind}`,
    way: "lines",
    label: words.models(common.kinds[kind]),
    hint: words.patternHint,
    below: matching(context, kind),
  },
  {
    name: `routes:${kind}`,
    way: "lines",
    label: words.routes(common.kinds[kind]),
    hint: words.routeHint,
  },
  {
    name: `jobs_at_once:${kind}`,
    way: "count",
    label: words.jobs(common.kinds[kind]),
    hint: words.noLimitHint,
  },
]

/**
 * @param {Context} context
 * @param {string} path
 * @param {Tier} tier
 */
function deletion({ api, router }, path, { id }) {
  const problem = h("div", { class: "admin-note" })
  const button = wordButton(
    words.delete,
    async () => {
      const ask = { title: words.deleteTitle(id), text: words.deleteText, yes: words.delete }
      if (!(await confirm({ ...ask, danger: true }))) return
      try {
        await api.delete(path)
        await router.go("/admin/tiers")
        toast(words.deleted)
      } catch (error) {
        problem.replaceChildren(requestProblem(error))
      }
    },
    { icon: "trash", class: "button-danger" },
  )
  return h(
    "section",
    { class: "admin-section" },
    problem,
    h("div", { class: "button-row" }, button),
  )
}
