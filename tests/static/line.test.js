import assert from "node:assert/strict"
import { test } from "node:test"

import { Line } from "../../static/lib/line.js"

/** @import { Generation } from "../../static/lib/types.d.ts" */

const START = Date.parse("2026-03-01T12:00:00Z")
const settled = () => new Promise((resolve) => setTimeout(resolve))
const never = new AbortController().signal

/** @returns {Generation} */
const film = (/** @type {string} */ id, state = "queued") =>
  /** @type {any} */ ({ id, kind: "video", state, created_at: new Date(START).toISOString() })

/** @param {(() => object)[]} answers */
function far(...answers) {
  const asked = { times: 0 }
  const get = async () => answers[asked.times++]?.()
  return { asked, line: new Line(/** @type {any} */ ({ get }), never) }
}

const standing = (/** @type {[string, number][]} */ ...places) => ({
  items: places.map(([id, place]) => ({ id, place })),
})

test("one question every few seconds answers for all that wait", async () => {
  const { asked, line } = far(
    () => standing(["a", 3], ["b", 4]),
    () => standing(["b", 1]),
  )
  const places = (/** @type {number} */ seconds) =>
    ["a", "b"].map((id) => line.placeOf(film(id), START + seconds * 1000))
  assert.deepEqual(places(3), [null, null])
  await settled()
  for (const seconds of [4, 5, 7]) assert.deepEqual(places(seconds), [3, 4])
  assert.equal(asked.times, 1)
  places(8)
  await settled()
  assert.deepEqual(places(9), [null, 1])
  assert.equal(asked.times, 2)
})

test("nothing is asked for what has just been sent, or has begun", () => {
  const { asked, line } = far()
  for (const each of [film("a", "running"), film("local:a"), { ...film("a"), kind: "text" }])
    assert.equal(line.placeOf(/** @type {Generation} */ (each), START + 60_000), null)
  assert.equal(line.placeOf(film("a"), START + 1000), null)
  assert.equal(asked.times, 0)
})

test("a place that cannot be learnt any more is not told", async () => {
  const away = () => {
    throw new Error("away")
  }
  const { line } = far(() => standing(["a", 2]), away)
  line.placeOf(film("a"), START + 3000)
  await settled()
  assert.equal(line.placeOf(film("a"), START + 4000), 2)
  line.placeOf(film("a"), START + 9000)
  await settled()
  assert.equal(line.placeOf(film("a"), START + 10_000), null)
})
