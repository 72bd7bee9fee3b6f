/** Entries of the ledger. Person and request of each lead to all that is theirs. */

/** @import { Child } from "../../lib/types.d.ts" */
/** @import { LedgerEntry } from "../../lib/admin/types.d.ts" */

import { texts } from "../../lib/admin/texts.js"
import { h } from "../../lib/dom.js"
import { dateTime, money } from "../../lib/format.js"
import { withQuery } from "../../lib/router.js"
import { tableCard } from "../spent-tables.js"

const words = texts.ledger

/** @param {string} base */
export function entryTable(base) {
  const body = h("tbody")
  const heads = [words.when, words.kind, words.amount, words.who, words.what, words.why, words.by]
  const element = tableCard(
    words.title,
    h(
      "table",
      { class: "table ledger" },
      h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))),
      body,
    ),
  )
  return {
    element,
    /** @param {LedgerEntry[]} entries */
    add: (entries) => body.append(...entries.map((entry) => row(entry, base))),
  }
}

/**
 * @param {LedgerEntry} entry
 * @param {string} base
 */
function row(entry, base) {
  const { created_at, kind, amount_micros, user_id, generation_id, reason } = entry
  const person = entry.user_email ?? words.gone
  const short = shortId(generation_id)
  return h(
    "tr",
    { "data-kind": kind },
    h("th", { scope: "row" }, h("time", { datetime: created_at }, dateTime(created_at))),
    cell(words.kinds[kind]),
    cell(money(amount_micros)),
    cell(link(base, { user_id }, words.onlyPerson(person), person)),
    cell(link(base, { generation_id }, words.onlyRequest(short), h("code", {}, short))),
    h("td", { class: "ledger-why" }, reason),
    cell(entry.actor === "system" ? words.system : (entry.actor_email ?? words.gone)),
  )
}

/** @param {Child} content */
const cell = (content) => h("td", {}, content)

/**
 * @param {string} base
 * @param {Record<string, string>} only
 * @param {string} title
 * @param {Child} content
 */
const link = (base, only, title, content) =>
  h("a", { href: base + withQuery("/admin/ledger", only), title }, content)

/**
 * Its end: they begin with the time, so those of one day look alike.
 * @param {string} id
 */
export const shortId = (id) => `…${id.slice(-8)}`
