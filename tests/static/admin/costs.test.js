import assert from "node:assert/strict"
import { test } from "node:test"

import {
  addressOfCosts,
  askedOf,
  figureOf,
  isTooLong,
  lookedInto,
  requestOf,
  widened,
} from "../../../static/lib/admin/costs.js"

const asked = (/** @type {string} */ query) => askedOf(new URLSearchParams(query))

test("an address without words asks for a month by person", () => {
  assert.equal(requestOf(asked("")), "/api/admin/usage?days=30&by=person")
})

test("an address says what it was made of", () => {
  for (const query of [
    "days=90&by=model&then=kind&person=x",
    "from=2026-11-01&to=2026-11-30&by=key&kind=video&model=a%2Fb",
  ])
    assert.equal(addressOfCosts(asked(query)), `/admin/usage?${query}`.replace(/&kind=video&model=a%2Fb/, "&model=a%2Fb&kind=video"))
})

test("what an address cannot mean is left out", () => {
  const odd = asked("days=8&from=yesterday&to=2026-11-30&by=colour&then=person")
  assert.equal(requestOf(odd), "/api/admin/usage?days=30&by=person")
})

test("the table is asked for with both that its lines stand for", () => {
  const both = asked("by=person&then=model&days=7")
  assert.equal(requestOf(both, ".csv"), "/api/admin/usage.csv?days=7&by=person&by=model")
})

test("one looks into a line and out again", () => {
  const into = lookedInto(asked("by=person&then=kind"), "person", "x")
  assert.deepEqual([into.by, into.then, into.only], ["model", "", { person: "x" }])
  const out = widened(into, "person")
  assert.deepEqual([out.by, out.only], ["person", {}])
})

test("a leap year fits, and a day more does not", () => {
  assert.ok(!isTooLong("2024-01-01", "2024-12-31"))
  assert.ok(isTooLong("2024-01-01", "2025-01-01"))
})

test("embeddings and speech lie with text in the picture", () => {
  const kinds = ["text", "embedding", "speech", "video"]
  const by_day = kinds.map((kind) => ({ day: "2026-11-21", kind, spent_micros: 1 }))
  const costs = /** @type {any} */ ({ total: { spent_micros: 4, previous_micros: 0 }, by_day })
  assert.deepEqual(
    figureOf(costs).by_day.map(({ kind }) => kind),
    ["text", "text", "text", "video"],
  )
})
