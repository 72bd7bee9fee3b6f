import assert from "node:assert/strict"
import { test } from "node:test"

import { clock, day, daysAgo, duration, money, relative, size } from "../../static/lib/format.js"

test("money shows the digits that matter and no more", () => {
  assert.equal(money(0), "$0.00")
  assert.equal(money(400_000), "$0.40")
  assert.equal(money(12_345_678), "$12.35")
  assert.equal(money(35_000), "$0.035")
  assert.equal(money(2_310), "$0.0023")
  assert.equal(money(12), "under $0.0001")
})

test("a time is told in the largest units that say something", () => {
  assert.equal(duration(0.9), "0 s")
  assert.equal(duration(65), "1 min 05 s")
  assert.equal(duration(7_380), "2 h 03 min")
  assert.equal(duration(-3), "0 s")
})

test("the length of a film is minutes and seconds", () => {
  assert.equal(clock(8), "0:08")
  assert.equal(clock(59.7), "1:00")
  assert.equal(clock(125.2), "2:05")
})

test("a size is told in the unit people use for it", () => {
  assert.equal(size(0), "0 byte")
  assert.equal(size(170_000), "170 kB")
  assert.equal(size(1_234_567), "1.2 MB")
  assert.equal(size(3e12), "3,000 GB")
})

test("days are counted by midnights, not by hours", () => {
  const now = new Date(2026, 10, 21, 0, 30)
  assert.equal(daysAgo(new Date(2026, 10, 20, 23, 59).toISOString(), now), 1)
  assert.equal(daysAgo(new Date(2026, 10, 21, 0, 1).toISOString(), now), 0)
})

test("today and yesterday have names", () => {
  const now = new Date(2026, 10, 21, 12)
  assert.equal(day(now.toISOString(), now), "Today")
  assert.equal(day(new Date(2026, 10, 20, 12).toISOString(), now), "Yesterday")
  assert.match(
    day(new Date(2026, 10, 1, 12).toISOString(), now),
    /November 1, 2026|1 November 2026/,
  )
})

test("a moment is told from now", () => {
  const now = new Date("2026-11-21T12:00:00Z")
  assert.equal(relative("2026-11-21T11:57:00Z", now), "3 minutes ago")
  assert.equal(relative("2026-11-21T17:30:00Z", now), "in 5 hours")
  assert.equal(relative("2026-11-21T11:59:55Z", now), "now")
})
