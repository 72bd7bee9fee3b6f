/** Days of a calendar as moments, where the person is. Pure. */

/** @param {string} day such as "2026-11-30", or "" @returns {string} "" for what is no day */
export const midnight = (day) => momentOf(new Date(`${day}T00:00`))

/** @param {string} day */
export function dayAfter(day) {
  const moment = new Date(`${day}T00:00`)
  moment.setDate(moment.getDate() + 1)
  return momentOf(moment)
}

/** @param {Date} moment */
const momentOf = (moment) => (Number.isNaN(moment.getTime()) ? "" : moment.toISOString())
