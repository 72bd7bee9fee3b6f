/** One person: their standing, their money, and what belongs to them. */

/** @import { Context, Usage } from "../../lib/types.d.ts" */
/** @import { Person, PersonChanges } from "../../lib/admin/types.d.ts" */

import { h } from "../../lib/dom.js"
import { date, dateTime, money, number, relative } from "../../lib/format.js"
import { texts } from "../../lib/admin/texts.js"
import { texts as common } from "../../lib/texts.js"
import { confirm } from "../dialog.js"
import { toast } from "../news.js"
import { spentFigure } from "../spent-figure.js"
import { modelTable } from "../spent-tables.js"
import { shares } from "./person-shares.js"
import { devices, jobs, keys } from "./person-things.js"
import { adminPage, facts, section } from "./parts.js"
import { nameOf } from "./person-row.js"
import { valueForm } from "./value-form.js"

const words = texts.person
const DAYS = 30

/**
 * @param {Context} context
 * @param {string} id
 * @param {string[]} tiers
 */
export async function personPage(context, id, tiers) {
  const { api, signal } = context
  const path = `/api/admin/users/${encodeURIComponent(id)}`
  /** @type {[Person, Usage]} */
  const [person, usage] = await Promise.all([
    api.get(path, { signal }),
    api.get(`${path}/usage?days=${DAYS}`, { signal }),
  ])
  return adminPage(
    { title: nameOf(person), back: { href: api.url("/admin/users"), label: texts.users.title } },
    h("div", { class: "person-head" }, standing(context, path, person, tiers), numbers(person)),
    section(words.spentIn(number(DAYS)), spending(usage, signal)),
    section(words.jobs, jobs(context, path)),
    section(words.keys, keys(context, path)),
    context.site.share_links && section(words.shares, shares(context, person.id)),
    section(words.devices, devices(context, path, person)),
  )
}

/** @param {Person} person */
const numbers = (person) =>
  facts(words.numbers, [
    [words.email, person.email],
    [words.since, date(person.created_at)],
    [words.seen, seen(person)],
    [words.today, spentOf(person.spent_day_micros, person.limit_day_micros)],
    [words.month, spentOf(person.spent_month_micros, person.limit_month_micros)],
    [words.held, money(person.held_micros)],
  ])

/** @param {Person} person */
const seen = ({ last_seen_at: at }) =>
  at ? h("time", { datetime: at, title: dateTime(at) }, relative(at)) : texts.users.neverSeen

/**
 * @param {number} spent
 * @param {number | null} limit
 */
const spentOf = (spent, limit) =>
  limit === null ? money(spent) : words.of(money(spent), money(limit))

/**
 * @param {Context} context
 * @param {string} path
 * @param {Person} person
 * @param {string[]} tiers
 */
function standing(context, path, person, tiers) {
  const { role, state, tier, budget_day_micros, budget_month_micros } = person
  const names = Object.fromEntries([...new Set([...tiers, tier])].map((each) => [each, each]))
  const form = valueForm({
    values: { state, role, tier, budget_day_micros, budget_month_micros },
    fields: [
      { name: "state", label: words.state, way: "choice", options: texts.users.states },
      { name: "role", label: words.role, way: "choice", options: texts.users.roles },
      { name: "tier", label: words.tier, way: "choice", options: names },
      budget("budget_day_micros", words.budgetDay),
      budget("budget_month_micros", words.budgetMonth),
    ],
    submit: common.common.save,
    async save(changes) {
      if (!(await isMeant(context, person, changes))) return false
      await context.api.patch(path, changes)
      toast(common.common.saved)
      if (isLeaving(context, person, changes)) location.reload()
      else context.router.go(context.router.address, { replace: true })
      return true
    },
  })
  return h("section", { class: "card" }, h("h2", { class: "card-title" }, words.standing), form)
}

/**
 * @param {string} name
 * @param {string} label
 */
const budget = (name, label) =>
  /** @type {const} */ ({ name, label, way: "money", hint: words.budgetHint })

/**
 * Whether somebody gives up being an administrator, or being let in, themselves.
 * @param {Context} context
 * @param {Person} person
 * @param {PersonChanges} changes
 */
const isLeaving = ({ user }, { id }, { role, state }) =>
  id === user.id && (role === "user" || (state !== undefined && state !== "active"))

/**
 * Changes of somebody's power are asked back.
 * @param {Context} context
 * @param {Person} person
 * @param {PersonChanges} changes
 */
async function isMeant(context, person, changes) {
  const { role, state } = changes
  const name = nameOf(person)
  const [title, text] = isLeaving(context, person, changes)
    ? [words.lockOutTitle, words.lockOut]
    : role
      ? [words.roleTitle(name), role === "admin" ? words.becomesAdmin : words.becomesUser]
      : [words.disableTitle(name), texts.users.disableText]
  if (!role && state !== "disabled" && !isLeaving(context, person, changes)) return true
  return confirm({ title, text, yes: words.change, danger: true })
}

/**
 * @param {Usage} usage
 * @param {AbortSignal} signal
 */
const spending = (usage, signal) =>
  usage.by_model.length === 0
    ? h("p", { class: "admin-none" }, words.nothingSpent)
    : [spentFigure(usage, signal), modelTable(usage.by_model)]
