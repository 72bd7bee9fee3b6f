import assert from "node:assert/strict"
import { test } from "node:test"

import { FIT, moved, zoomed } from "../../static/lib/zoom.js"

test("what lies under the pointer stays there", () => {
  const at = { x: 100, y: -40 }
  const close = zoomed(FIT, 2, at)
  // A point p of the picture is drawn at p * scale + offset.
  assert.deepEqual([100 * close.scale + close.x, -40 * close.scale + close.y], [200 - 100, -80 + 40])
  const closer = zoomed(close, 3, at)
  assert.ok(Math.abs((at.x - close.x) / close.scale - (at.x - closer.x) / closer.scale) < 1e-9)
})

test("it is never smaller than whole, nor closer than makes sense", () => {
  assert.deepEqual(zoomed(zoomed(FIT, 2, { x: 9, y: 9 }), 0.1), FIT)
  assert.equal(zoomed(FIT, 1000).scale, 12)
})

test("it cannot be moved out of sight", () => {
  const view = moved(zoomed(FIT, 2), 10_000, -10_000, { width: 300, height: 200 })
  assert.deepEqual([view.x, view.y], [300, -200])
})
