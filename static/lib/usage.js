/** Sums for the usage page. Pure. */

/** @import { Micros, Usage } from "./types.d.ts" */

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
