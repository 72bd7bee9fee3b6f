import assert from "node:assert/strict"
import { test } from "node:test"

import { dollarsOf, microsOf, UNREADABLE } from "../../static/lib/dollars.js"

test("money is read to the micro, without a fraction in between", () => {
  assert.equal(microsOf("0.29"), 290_000)
  assert.equal(microsOf(" $1,5 "), 1_500_000)
  assert.equal(microsOf("1.000001"), 1_000_001)
  assert.equal(microsOf("8000000"), 8_000_000_000_000)
})

test("nothing typed is no amount, and what means nothing is none either", () => {
  assert.equal(microsOf(""), null)
  assert.equal(microsOf(undefined), null)
  for (const text of ["-1", "1e3", "1,005", "1.0000001", "a", "1.2.3"]) {
    assert.equal(microsOf(text), UNREADABLE, text)
  }
})

test("what a field shows reads as what it was", () => {
  for (const micros of [0, 1, 290_000, 1_000_001, 123_456_789]) {
    assert.equal(microsOf(dollarsOf(micros)), micros)
  }
})
