/** Money, times and sizes in words. Pure; the words themselves are in `texts/`. */

/** @import { Micros, Time } from "./types.d.ts" */

import { locale } from "./language.js"
import { texts } from "./texts.js"

const MICROS = 1_000_000

/**
 * Made when it is first needed, and kept: making one takes longer than using it a hundred times.
 * @template T
 * @param {() => T} make
 */
function once(make) {
  /** @type {T | undefined} */
  let made
  return () => (made ??= make())
}

/**
 * Dollars as a person writes them: two digits behind the point, more only where they matter.
 * @param {Micros} micros
 */
export function money(micros) {
  const amount = micros / MICROS
  const size = Math.abs(amount)
  if (size > 0 && size < 0.0001) return texts.format.under(dollarsWith(4).format(0.0001))
  if (size === 0 || size >= 1) return dollarsWith(2).format(amount)
  return dollarsWith(size >= 0.1 ? 2 : size >= 0.01 ? 3 : 4).format(amount)
}

/** @type {Map<number, Intl.NumberFormat>} */
const dollars = new Map()

/** @param {number} digits */
function dollarsWith(digits) {
  const kept = dollars.get(digits)
  if (kept) return kept
  const made = new Intl.NumberFormat(locale, {
    style: "currency",
    currency: "USD",
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: 2,
    maximumFractionDigits: digits,
  })
  dollars.set(digits, made)
  return made
}

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

const numbers = once(() => new Intl.NumberFormat(locale))
const nearness = once(() => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }))

/** @param {Intl.DateTimeFormatOptions} options */
const times = (options) => once(() => new Intl.DateTimeFormat(locale, options))

const datesWithTimes = times({ dateStyle: "medium", timeStyle: "short" })
const timesOfDay = times({ timeStyle: "short" })
const dates = times({ dateStyle: "long" })
const shortDates = times({ day: "numeric", month: "short" })
const months = times({ month: "long", year: "numeric" })

/** @param {number} count */
export const number = (count) => numbers().format(count)

/** @param {Time} time */
export const dateTime = (time) => datesWithTimes().format(new Date(time))

/** @param {Time} time */
export const timeOfDay = (time) => timesOfDay().format(new Date(time))

/** @param {Time} time */
export const date = (time) => dates().format(momentOf(time))

/**
 * A day where there is little room: "3 Nov".
 * @param {Time} time
 */
export const shortDate = (time) => shortDates().format(momentOf(time))

/** A day without a time is that day everywhere, not midnight in London. @param {Time} time */
const momentOf = (time) => new Date(/T/.test(time) ? time : `${time}T00:00`)

/**
 * "November 2026".
 * @param {number} moment milliseconds since 1970
 */
export const month = (moment) => months().format(new Date(moment))

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
  const words = nearness().format(-days, "day")
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/**
 * "3 minutes ago", "in 5 hours".
 * @param {Time} time
 * @param {Date} [now]
 */
export function relative(time, now = new Date()) {
  const seconds = (new Date(time).getTime() - now.getTime()) / 1000
  const words = nearness()
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
