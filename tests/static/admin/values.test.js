import assert from "node:assert/strict"
import { test } from "node:test"

import { changed, isUnreadable, WAYS } from "../../../static/lib/admin/values.js"

test("money is read digit by digit and shown as it was meant", () => {
  const { show, read } = WAYS.money
  for (const [text, micros] of [
    ["0", 0],
    ["5", 5_000_000],
    ["2,5", 2_500_000],
    [" $0.000001", 1],
    ["1234567.654321", 1_234_567_654_321],
    ["", null],
  ]) {
    assert.equal(read(text), micros, text)
  }
  assert.deepEqual([0, 5_000_000, 2_500_000, 10_000, 1, null].map(show), [
    "0",
    "5",
    "2.5",
    "0.01",
    "0.000001",
    "",
  ])
  for (const micros of [1, 999_999, 1_000_001, 29_000_000, 333_330]) {
    assert.equal(read(show(micros)), micros)
  }
})

test("what is no amount is not taken for one", () => {
  for (const text of ["-1", "1e3", "1.0000001", "five", "1.2.3", "."]) {
    assert.ok(isUnreadable(WAYS.money.read(text)), text)
  }
  for (const text of ["1.5", "-2", "x"]) assert.ok(isUnreadable(WAYS.count.read(text)), text)
})

test("storage is told in gibibytes and kept in bytes", () => {
  const { show, read } = WAYS.gibibytes
  assert.equal(read("2,5"), 2.5 * 2 ** 30)
  assert.equal(show(10 * 2 ** 30), "10")
  for (const bytes of [0, 1, 104_857_600, 5_000_000_000]) assert.equal(read(show(bytes)), bytes)
  assert.equal(read(""), null)
})

test("lines are what stands on them", () => {
  assert.deepEqual(WAYS.lines.read(" a/* \n\n !b \n"), ["a/*", "!b"])
})

test("a time is that of the person's own place, to the minute", () => {
  const { show, read } = WAYS.time
  assert.equal(read(show("2026-11-29T12:34:00.000Z")), "2026-11-29T12:34:00.000Z")
  assert.equal(read(""), null)
})

test("only what is otherwise is sent", () => {
  const before = { a: 1, b: ["x"], c: null }
  assert.deepEqual(changed(before, { a: 1, b: ["x", "y"], c: null }), { b: ["x", "y"] })
})
