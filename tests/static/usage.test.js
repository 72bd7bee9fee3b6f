import assert from "node:assert/strict"
import { test } from "node:test"

import { budgetWarning, capExceeded, daysOf, percentMore, periodNamed } from "../../static/lib/usage.js"

/** @import { Quote, UsageWindow } from "../../static/lib/types.d.ts" */

/** @param {Partial<UsageWindow>} facts @returns {UsageWindow} */
const budget = (facts) => ({
  window: "day",
  spent_micros: 0,
  held_micros: 0,
  left_micros: null,
  limit_micros: null,
  resets_at: "2026-11-22T00:00:00Z",
  warning: false,
  ...facts,
})

test("days without spending are days too, and each has its kinds", () => {
  const days = daysOf({
    since: "2026-11-19",
    until: "2026-11-22",
    by_day: [
      { day: "2026-11-21", kind: "image", spent_micros: 3 },
      { day: "2026-11-19", kind: "text", spent_micros: 1 },
      { day: "2026-11-19", kind: "video", spent_micros: 4 },
    ],
  })
  assert.deepEqual(
    days.map(({ day, total }) => [day, total]),
    [
      ["2026-11-19", 5],
      ["2026-11-20", 0],
      ["2026-11-21", 3],
      ["2026-11-22", 0],
    ],
  )
  assert.deepEqual(days[0]?.spent, { text: 1, image: 0, video: 4 })
})

test("a clock change neither adds nor loses a day", () => {
  const days = daysOf({ since: "2026-10-24", until: "2026-10-27", by_day: [] })
  assert.deepEqual(
    days.map(({ day }) => day.slice(-2)),
    ["24", "25", "26", "27"],
  )
})

test("spending is compared only where there is something to compare with", () => {
  assert.equal(percentMore({ spent_micros: 150, previous_micros: 100 }), 50)
  assert.equal(percentMore({ spent_micros: 50, previous_micros: 100 }), -50)
  assert.equal(percentMore({ spent_micros: 50, previous_micros: 0 }), null)
})

test("what costs more than its model may, or has no known price there, will be refused", () => {
  /** @param {number | null} amount_micros @param {number | null} price_cap_micros */
  const quote = (amount_micros, price_cap_micros) =>
    /** @type {Quote} */ ({ amount_micros, kind: "exact", price_cap_micros })
  assert.equal(capExceeded(null), null)
  for (const fits of [quote(9, null), quote(9, 9), quote(0, 0), quote(null, null)])
    assert.equal(capExceeded(fits), null)
  for (const dear of [quote(9, 8), quote(1, 0), quote(null, 8)])
    assert.equal(capExceeded(dear), dear.price_cap_micros)
  const each = [quote(9, 9), quote(9, 8)]
  assert.equal(capExceeded({ amount_micros: 18, kind: "exact", each }), 8)
})

test("an address can name only the periods there are", () => {
  assert.equal(periodNamed("90"), 90)
  for (const other of [null, "", "31", "-7", "1e9"]) assert.equal(periodNamed(other), 30)
})

test("a budget too small for the price is told before one that is merely low", () => {
  const low = budget({
    window: "month",
    spent_micros: 85,
    left_micros: 15,
    limit_micros: 100,
    warning: true,
  })
  const small = budget({ spent_micros: 6, left_micros: 4, limit_micros: 10 })
  const open = budget({})
  assert.equal(budgetWarning([open, small], 4), null)
  assert.deepEqual(budgetWarning([open, small, low], 4), { window: low, isShort: false })
  assert.deepEqual(budgetWarning([open, small, low], 5), { window: small, isShort: true })
  assert.deepEqual(budgetWarning([open, small, low], null), { window: low, isShort: false })
})
