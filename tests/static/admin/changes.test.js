import assert from "node:assert/strict"
import { test } from "node:test"

import { differences } from "../../../static/lib/admin/changes.js"

test("of what holds several values only those that changed are told", () => {
  const before = { models: { text: ["*"], image: ["*"] }, budget_day: 5 }
  const after = { models: { text: ["*"], image: ["a/*"] }, budget_day: null }
  assert.deepEqual(differences(before, after), [
    { name: "models", was: { image: ["*"] }, is: { image: ["a/*"] } },
    { name: "budget_day", was: 5, is: null },
  ])
})

test("what is new had nothing before, and what is gone has nothing after", () => {
  assert.deepEqual(differences(null, { note: "x" }), [{ name: "note", was: undefined, is: "x" }])
  assert.deepEqual(differences({ note: "x" }, null), [{ name: "note", was: "x", is: undefined }])
  assert.deepEqual(differences(null, null), [])
})
