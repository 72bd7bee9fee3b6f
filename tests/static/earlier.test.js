import assert from "node:assert/strict"
import { test } from "node:test"

import { Earlier } from "../../static/lib/earlier.js"

const earlier = ["one", "two"]

test("earlier messages come back, the newest first, and at last what one was writing", () => {
  const going = new Earlier()
  assert.equal(going.step(earlier, "draft", -1), "two")
  assert.equal(going.step(earlier, "two", -1), "one")
  assert.equal(going.step(earlier, "one", -1), null)
  assert.equal(going.step(earlier, "one", 1), "two")
  assert.equal(going.step(earlier, "two", 1), "draft")
  assert.equal(going.step(earlier, "draft", 1), null)
})

test("a message that was changed is what one is writing", () => {
  const going = new Earlier()
  going.step(earlier, "", -1)
  assert.equal(going.step(earlier, "two, but better", -1), "two")
  assert.equal(going.step(earlier, "two", 1), "two, but better")
})

test("without earlier messages nothing happens", () => {
  assert.equal(new Earlier().step([], "draft", -1), null)
})
