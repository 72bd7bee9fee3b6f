/** What the page of costs is asked for by its address, and how to ask the server. Pure. */

/** @import { Costs } from "./types.d.ts" */

import { withQuery } from "../router.js"

/** What a line may stand for. */
export const BY = /** @type {const} */ (["person", "tier", "model", "kind", "key"])

/** @typedef {typeof BY[number]} By */

export const PERIODS = [7, 30, 90, 365]

/**
 * @typedef {object} Asked
 * @property {number | null} days up to today; null where `from` and `to` say it
 * @property {string} from
 * @property {string} to
 * @property {By} by
 * @property {By | ""} then what each line is divided by once more
 * @property {Partial<Record<By, string>>} only
 */

const A_DAY = 86_400_000 // milliseconds
const LONGEST = 366 // days

/**
 * Whether these are more days than the server adds up at once.
 * @param {string} from
 * @param {string} to
 */
export const isTooLong = (from, to) => (Date.parse(to) - Date.parse(from)) / A_DAY >= LONGEST

const DAY = /^\d{4}-\d\d-\d\d$/

/**
 * @param {URLSearchParams} query
 * @returns {Asked}
 */
export function askedOf(query) {
  const named = (/** @type {string} */ name) => BY.find((each) => each === query.get(name))
  const day = (/** @type {string} */ name) => (DAY.test(query.get(name) ?? "") ? (query.get(name) ?? "") : "")
  const [from, to] = [day("from"), day("to")]
  const days = PERIODS.find((each) => String(each) === query.get("days")) ?? 30
  const only = Object.fromEntries(BY.flatMap((each) => (query.get(each) ? [[each, query.get(each)]] : [])))
  const by = named("by") ?? "person"
  const then = named("then") ?? ""
  return { days: from && to ? null : days, from: to && from, to: from && to, by, then: then === by ? "" : then, only }
}

/** @param {Asked} asked */
export const addressOfCosts = ({ days, from, to, by, then, only }) =>
  withQuery("/admin/usage", { days, from, to, by, then, ...only })

/**
 * @param {Asked} asked
 * @param {string} [ending] of the path
 */
export function requestOf({ days, from, to, by, then, only }, ending = "") {
  const address = withQuery(`/api/admin/usage${ending}`, { days, from, to, by, ...only })
  return then ? `${address}&by=${then}` : address
}

/** What one asks next of a line that stands for something. @type {Record<By, By>} */
const NEXT = { person: "model", tier: "person", model: "person", kind: "model", key: "model" }

/**
 * The same, of only this one.
 * @param {Asked} asked
 * @param {By} by
 * @param {string} value
 * @returns {Asked}
 */
export const lookedInto = (asked, by, value) => ({
  ...asked,
  by: NEXT[by],
  then: "",
  only: { ...asked.only, [by]: value },
})

/**
 * The same, of any.
 * @param {Asked} asked
 * @param {By} by
 * @returns {Asked}
 */
export function widened(asked, by) {
  const { [by]: _, ...only } = asked.only
  return { ...asked, by, then: "", only }
}

/**
 * What is added up, for the picture: embeddings and speech lie with text, as everywhere else.
 * @param {Costs} costs
 */
export const figureOf = ({ since, until, total, by_day }) => ({
  since,
  until,
  spent_micros: total.spent_micros,
  previous_micros: total.previous_micros,
  by_day: by_day.map((each) => ({
    ...each,
    kind: each.kind === "image" || each.kind === "video" ? each.kind : /** @type {const} */ ("text"),
  })),
})
