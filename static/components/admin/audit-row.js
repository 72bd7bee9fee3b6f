/** One change: what was done to what, by whom, from where, and the values before and after. */

/** @import { AuditEntry } from "../../lib/admin/types.d.ts" */

import { differences } from "../../lib/admin/changes.js"
import { h } from "../../lib/dom.js"
import { dateTime, money, relative } from "../../lib/format.js"
import { texts } from "../../lib/admin/texts.js"

const words = texts.audit
const TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/

/** @param {AuditEntry} entry */
export function auditRow({ action, subject_name, actor_name, address, created_at, before, after }) {
  const known = /** @type {Record<string, string>} */ (words.actions)[action]
  return h(
    "li",
    { class: "row audit" },
    h(
      "div",
      { class: "row-words" },
      h(
        "p",
        { class: "row-title" },
        h("span", {}, known ?? action, subjectOf(action, subject_name)),
      ),
      h(
        "p",
        { class: "row-facts" },
        h("span", {}, actor_name),
        h("span", {}, address),
        h("time", { datetime: created_at, title: relative(created_at) }, dateTime(created_at)),
      ),
      changes(before, after),
    ),
  )
}

/**
 * An invitation is known by its note, which is told below, and to nobody by its id.
 * @param {string} action
 * @param {string} subject
 */
const subjectOf = (action, subject) => (action.startsWith("invite.") ? "" : `: ${subject}`)

/**
 * @param {Record<string, unknown> | null} before
 * @param {Record<string, unknown> | null} after
 */
function changes(before, after) {
  const found = differences(before, after)
  if (found.length === 0) return null
  return h(
    "dl",
    { class: "audit-changes" },
    found.map(({ name, was, is }) =>
      h(
        "div",
        {},
        h("dt", {}, name.replace(/_micros$/, "").replaceAll("_", " ")),
        h(
          "dd",
          {},
          before && [
            h("del", {}, shown(name, was)),
            h("span", { class: "visually-hidden" }, ` ${words.became} `),
          ],
          after && h("ins", {}, shown(name, is)),
        ),
      ),
    ),
  )
}

/**
 * @param {string} name
 * @param {unknown} value
 * @returns {string}
 */
function shown(name, value) {
  if (value === null || value === undefined || value === "") return "–"
  if (typeof value === "number" && /micros$|^(budget|confirm|price_cap)/.test(name)) return money(value)
  if (typeof value === "boolean") return value ? words.yes : words.no
  if (Array.isArray(value)) return value.map((each) => shown(name, each)).join(", ") || "–"
  if (typeof value === "string") return TIME.test(value) ? dateTime(value) : value
  if (typeof value !== "object") return String(value)
  return Object.entries(value)
    .map(([each, what]) => `${each}: ${shown(name, what)}`)
    .join(" · ")
}
