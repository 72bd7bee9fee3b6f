import assert from "node:assert/strict"
import { test } from "node:test"

import { attention } from "../../../static/lib/admin/attention.js"

const NOW = new Date("2026-11-29T12:00:00Z")
const system = (more = {}) => ({
  uptime_s: 7200,
  alerts: [],
  users: { active: 1 },
  runner: { unknown: 0 },
  ...more,
})
const kept = { items: [{ made_at: "2026-11-29T08:00:00Z" }], every_s: 21_600 }
const note = (what, noted_at) => ({ what, noted_at })

test("where all is well nothing is asked of anybody", () => {
  assert.deepEqual(attention(system(), [], kept, NOW), [])
})

test("what stops everybody comes first, then what waits, then what is news", () => {
  const found = attention(
    system({
      alerts: [
        { code: "key-low", detail: "$1.00 of the shared key's limit are left." },
        { code: "disk-nearly-full", detail: "The disk is nearly full." },
      ],
      users: { active: 1, pending: 2 },
      runner: { unknown: 3 },
    }),
    [note("vanished", "2026-11-28T12:00:00Z")],
    kept,
    NOW,
  )
  assert.deepEqual(
    found.map(({ level, said, name, count }) => [level, said ?? name, count]),
    [
      ["bad", "The disk is nearly full.", undefined],
      ["warning", "$1.00 of the shared key's limit are left.", undefined],
      ["warning", "pending", 2],
      ["warning", "unknown", 3],
      ["news", "vanished", 1],
    ],
  )
})

test("a change of the catalogue is news for a week, and a new model is none", () => {
  const notes = [
    note("price", "2026-11-27T00:00:00Z"),
    note("price", "2026-11-20T00:00:00Z"),
    note("appeared", "2026-11-29T00:00:00Z"),
  ]
  const found = attention(system(), notes, kept, NOW)
  assert.deepEqual(
    found.map(({ name, count }) => [name, count]),
    [["price", 1]],
  )
})

test("a backup that was due and did not come is told, and none is missed where none is wanted", () => {
  const names = (backups) => attention(system(), [], backups, NOW).map(({ name }) => name)
  assert.deepEqual(names({ items: [{ made_at: "2026-11-28T20:00:00Z" }], every_s: 21_600 }), [
    "backup",
  ])
  assert.deepEqual(names({ items: [], every_s: 21_600 }), ["backup"])
  assert.deepEqual(names({ items: [], every_s: 0 }), [])
  assert.deepEqual(attention(system({ uptime_s: 60 }), [], { items: [], every_s: 21_600 }, NOW), [])
})
