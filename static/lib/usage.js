/** Sums for the usage page, and when a budget runs low. Pure. */

/** @import { Micros, Usage, UsageWindow } from "./types.d.ts" */

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

/** @typedef {{ day: string, spent: Micros }} DaySum */

const DAY = 86_400_000 // milliseconds

/**
 * One sum for each day from the first to the last, oldest first, quiet days included.
 * @param {Usage["by_day"]} entries
 * @returns {DaySum[]}
 */
export function daysOf(entries) {
  /** @type {Map<string, Micros>} */
  const sums = new Map()
  for (const { day, spent_micros } of entries) sums.set(day, (sums.get(day) ?? 0) + spent_micros)
  const known = [...sums.keys()].toSorted()
  const [first, last] = [known[0], known.at(-1)]
  if (!first || !last) return []

  /** @type {DaySum[]} */
  const days = []
  for (let moment = Date.parse(first); moment <= Date.parse(last); moment += DAY) {
    const day = new Date(moment).toISOString().slice(0, 10)
    days.push({ day, spent: sums.get(day) ?? 0 })
  }
  return days
}
