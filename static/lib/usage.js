/** Sums for the usage page, and when a budget runs low. Pure. */

/** @import { Kind, Micros, Quote, Usage, UsageWindow } from "./types.d.ts" */

/** @param {UsageWindow} window @returns {number} from 0 to 1; 0 where nothing limits */
export const shareUsed = ({ spent_micros, held_micros, limit_micros }) =>
  limit_micros === null ? 0 : Math.min(1, (spent_micros + held_micros) / Math.max(1, limit_micros))

/**
 * The window one must hear of before spending: the first that is too small for it, else the
 * fullest that is low.
 * @param {UsageWindow[]} windows
 * @param {Micros | null} amount
 * @returns {{ window: UsageWindow, isShort: boolean } | null}
 */
export function budgetWarning(windows, amount) {
  const short = windows.find(
    ({ left_micros }) => left_micros !== null && amount !== null && amount > left_micros,
  )
  if (short) return { window: short, isShort: true }
  const [low] = windows.filter(({ warning }) => warning).toSorted((a, b) => shareUsed(b) - shareUsed(a))
  return low ? { window: low, isShort: false } : null
}

/**
 * What one request may cost at most, where that is why it will be refused.
 * @param {Quote | null} quote of one, or the sum of several
 * @returns {Micros | null}
 */
export function capExceeded(quote) {
  const refused = (quote?.each ?? [quote]).find(
    (each) => (each?.amount_micros ?? Infinity) > (each?.price_cap_micros ?? Infinity),
  )
  return refused?.price_cap_micros ?? null
}

/** @typedef {{ day: string, spent: Record<Kind, Micros>, total: Micros }} DaySum */

const DAY = 86_400_000 // milliseconds

/**
 * One sum for each day of the report, oldest first, quiet days included.
 * @param {Pick<Usage, "since" | "until" | "by_day">} usage
 * @returns {DaySum[]}
 */
export function daysOf({ since, until, by_day }) {
  /** @type {DaySum[]} */
  const days = []
  for (let moment = Date.parse(since); moment <= Date.parse(until); moment += DAY) {
    const day = new Date(moment).toISOString().slice(0, 10)
    days.push({ day, spent: { text: 0, image: 0, video: 0 }, total: 0 })
  }
  const byDay = new Map(days.map((sum) => [sum.day, sum]))
  for (const { day, kind, spent_micros } of by_day) {
    const sum = byDay.get(day)
    if (!sum) continue
    sum.spent[kind] += spent_micros
    sum.total += spent_micros
  }
  return days
}

/**
 * How much more (or, below zero, less) was spent than in as many days before, in percent. Null
 * where there is nothing to compare with.
 * @param {Pick<Usage, "spent_micros" | "previous_micros">} usage
 */
export const percentMore = ({ spent_micros, previous_micros }) =>
  previous_micros > 0 ? Math.round((100 * (spent_micros - previous_micros)) / previous_micros) : null

/** How many days the page can tell of. */
export const PERIODS = [7, 30, 90, 365]

/**
 * The period an address names, or a month.
 * @param {string | null} days
 */
export const periodNamed = (days) => PERIODS.find((period) => String(period) === days) ?? 30
