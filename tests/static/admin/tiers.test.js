import assert from "node:assert/strict"
import { test } from "node:test"

import { flat, nested } from "../../../static/lib/admin/tiers.js"

const tier = {
  models: { text: ["*"], image: ["a/*", "!b"] },
  routes: { text: ["*"] },
  jobs_at_once: { text: null, image: 2, video: 1 },
  budget_day_micros: 1,
  budget_month_micros: null,
  confirm_above_micros: null,
  storage_bytes: null,
  requests_per_minute: 5,
}

test("a tier is one field for each kind, closed kinds too", () => {
  const fields = flat(tier)
  assert.deepEqual(fields["models:image"], ["a/*", "!b"])
  assert.deepEqual(fields["models:video"], [])
  assert.deepEqual([fields["jobs_at_once:text"], fields["jobs_at_once:image"]], [null, 2])
})

test("only what was changed is sent, each under its name", () => {
  assert.deepEqual(nested({ "models:image": ["c"], "models:video": [], budget_day_micros: null }), {
    models: { image: ["c"], video: [] },
    budget_day_micros: null,
  })
})
