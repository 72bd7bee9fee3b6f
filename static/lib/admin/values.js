/**
 * How the values that administrators set look in a field, and what is read from one. Pure.
 *
 * A field that was left empty says null: no limit, or as it was before anybody chose.
 */

/** @import { Time } from "../types.d.ts" */

import { dollarsOf, microsOf, UNREADABLE as NO_AMOUNT } from "../dollars.js"

const GIBIBYTE = 2 ** 30
const UNREADABLE = Symbol("unreadable")

/** Whether a field holds something that means nothing. */
export const isUnreadable = (/** @type {unknown} */ value) => value === UNREADABLE

/** @param {string} text */
function moneyOf(text) {
  const micros = microsOf(text)
  return micros === NO_AMOUNT ? UNREADABLE : micros
}

/** @param {string} text */
function wholeOf(text) {
  if (text.trim() === "") return null
  return /^\d{1,12}$/.test(text.trim()) ? Number(text) : UNREADABLE
}

/** @param {number | null} bytes */
const gibibytesOf = (bytes) =>
  bytes === null ? "" : (bytes / GIBIBYTE).toFixed(9).replace(/\.?0+$/, "")

/** @param {string} text */
function bytesOf(text) {
  const given = text.trim().replace(",", ".")
  if (given === "") return null
  return /^\d{1,6}(\.\d{1,9})?$/.test(given) ? Math.round(Number(given) * GIBIBYTE) : UNREADABLE
}

/** @param {string} text */
const linesOf = (text) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)

/**
 * What an input for a local time shows.
 * @param {Time | null} moment
 */
function localOf(moment) {
  if (moment === null) return ""
  const at = new Date(moment)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** @param {string} text */
function momentOf(text) {
  if (text === "") return null
  const at = new Date(text)
  return Number.isNaN(at.getTime()) ? UNREADABLE : at.toISOString()
}

/**
 * @typedef {object} Way
 * @property {(value: any) => string} show
 * @property {(text: string) => unknown} read
 */

/** @type {(value: any) => string} */
const showNumber = (value) => String(value ?? "")

/** @satisfies {Record<string, Way>} */
export const WAYS = {
  text: { show: (value) => value ?? "", read: (text) => text.trim() || null },
  choice: { show: String, read: (text) => text },
  money: { show: dollarsOf, read: moneyOf },
  switch: { show: (value) => (value ? "on" : ""), read: (text) => text === "on" },
  count: { show: showNumber, read: wholeOf },
  days: { show: showNumber, read: (text) => wholeOf(text) ?? UNREADABLE },
  gibibytes: { show: gibibytesOf, read: bytesOf },
  lines: { show: (value) => value.join("\n"), read: linesOf },
  time: { show: localOf, read: momentOf },
}

/**
 * Those of the new values that are not as before.
 * @template {Record<string, unknown>} Values
 * @param {Values} before
 * @param {Values} after
 * @returns {Partial<Values>}
 */
export const changed = (before, after) =>
  /** @type {Partial<Values>} */ (
    Object.fromEntries(
      Object.entries(after).filter(
        ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]),
      ),
    )
  )
