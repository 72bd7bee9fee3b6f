import assert from "node:assert/strict"
import { test } from "node:test"

import { meaning } from "../../static/lib/swipe.js"

test("a finger that trembles means nothing", () => {
  assert.equal(meaning(6, -8), "")
})

test("a finger that goes up or down scrolls", () => {
  assert.equal(meaning(3, 40), "other")
  assert.equal(meaning(80, 60), "other")
})

test("a finger that goes far enough sideways swipes", () => {
  assert.equal(meaning(30, 4), "sideways")
  assert.equal(meaning(70, -20), "right")
  assert.equal(meaning(-70, 20), "left")
})
