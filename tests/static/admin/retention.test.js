import assert from "node:assert/strict"
import { test } from "node:test"

import { rulesOf, sumsOf } from "../../../static/lib/admin/retention.js"
import { changed } from "../../../static/lib/admin/values.js"

const FIELDS = {
  "retention.0.kind": "video",
  "retention.0.tier": "",
  "retention.0.days": 90,
  "retention.0.delete": "false",
  "retention.1.kind": "text",
  "retention.1.tier": "free",
  "retention.1.days": 14,
  "retention.1.delete": "true",
  "retention_spares_favourites": true,
}

test("rules that nobody touched are the same as the server told them", () => {
  const told = [
    { kind: "video", days: 90, tier: null, delete: false },
    { kind: "text", days: 14, tier: "free", delete: true },
  ]
  assert.deepEqual(rulesOf(FIELDS), told)
  assert.deepEqual(changed({ retention: told }, { retention: rulesOf(FIELDS) }), {})
  assert.deepEqual(rulesOf({}), [])
})

test("what goes is added up, and apart from it what goes for good", () => {
  const items = [
    { kind: "image", delete: true, people: 2, generations: 3, bytes: 10 },
    { kind: "video", delete: false, people: 1, generations: 4, bytes: 5 },
  ]
  assert.deepEqual(sumsOf(items), { generations: 7, bytes: 15, forGood: 3 })
  assert.deepEqual(sumsOf([]), { generations: 0, bytes: 0, forGood: 0 })
})
