/** Money, times and sizes in words. Pure; the words themselves are in `texts/`. */

/** @import { Micros, Time } from "./types.d.ts" */

import { locale } from "./language.js"
import { texts } from "./texts.js"

const MICROS = 1_000_000

/**
 * Dollars as a person writes them: two digits behind the point, more only where they matter.
 * @param {Micros} micros
 */
export function money(micros) {
  const dollars = micros / MICROS
  const size = Math.abs(dollars)
  if (size > 0 && size < 0.0001) return texts.format.under(dollarsWith(4).format(0.0001))
  if (size === 0 || size >= 1) return dollarsWith(2).format(dollars)
  return dollarsWith(size >= 0.1 ? 2 : size >= 0.01 ? 3 : 4).format(dollars)
}

/** @param {number} digits */
const dollarsWith = (digits) =>
  new Intl.NumberFormat(locale, {
    style: "currency",
    currency: "USD",
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: 2,
    maximumFractionDigits: digits,
  })

/**
 * How long something took or lasts: "12 s", "1 min 05 s", "2 h 03 min".
 * @param {number} seconds
 */
export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds))
  const pad = (/** @type {number} */ value) => String(value).padStart(2, "0")
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${pad(whole % 60)} s`
  return `${Math.floor(whole / 3600)} h ${pad(Math.floor((whole % 3600) / 60))} min`
}

/**
 * The length of a film on its tile: "0:08".
 * @param {number} seconds
 */
export const clock = (seconds) =>
  `${Math.floor(Math.round(seconds) / 60)}:${String(Math.round(seconds) % 60).padStart(2, "0")}`

/** @param {number} bytes */
export function size(bytes) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"]
  const step = bytes < 1 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3))
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: units[step],
    unitDisplay: "short",
    maximumFractionDigits: step > 1 ? 1 : 0,
  }).format(bytes / 1000 ** step)
}

/** @param {number} count */
export const number = (count) => new Intl.NumberFormat(locale).format(count)

/** @param {Time} time */
export const dateTime = (time) =>
  new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(
    new Date(time),
  )

/** @param {Time} time */
export const timeOfDay = (time) =>
  new Intl.DateTimeFormat(locale, { timeStyle: "short" }).format(new Date(time))

/** @param {Time} time */
export const date = (time) =>
  new Intl.DateTimeFormat(locale, { dateStyle: "long" }).format(momentOf(time))

/**
 * A day where there is little room: "3 Nov".
 * @param {Time} time
 */
export const shortDate = (time) =>
  new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" }).format(momentOf(time))

/** A day without a time is that day everywhere, not midnight in London. @param {Time} time */
const momentOf = (time) => new Date(/T/.test(time) ? time : `${time}T00:00`)

/**
 * "November 2026".
 * @param {number} moment milliseconds since 1970
 */
export const month = (moment) =>
  new Intl.DateTimeFormat(locale, { month: "long", year: "numeric" }).format(new Date(moment))

/**
 * How many midnights lie between a moment and now, where the person is.
 * @param {Time} time
 * @param {Date} now
 */
export function daysAgo(time, now) {
  const midnight = (/** @type {Date} */ moment) => new Date(moment).setHours(0, 0, 0, 0)
  return Math.round((midnight(now) - midnight(new Date(time))) / 86_400_000)
}

/**
 * "today", "yesterday", then the date.
 * @param {Time} time
 * @param {Date} [now]
 */
export function day(time, now = new Date()) {
  const days = daysAgo(time, now)
  if (days > 1) return date(time)
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(-days, "day")
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/**
 * "3 minutes ago", "in 5 hours".
 * @param {Time} time
 * @param {Date} [now]
 */
export function relative(time, now = new Date()) {
  const seconds = (new Date(time).getTime() - now.getTime()) / 1000
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" })
  const units = /** @type {const} */ ([
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
  ])
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return words.format(Math.trunc(seconds / length), unit)
  }
  return words.format(0, "second")
}
