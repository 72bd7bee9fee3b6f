import assert from "node:assert/strict"
import { test } from "node:test"

import {
  elapsed,
  isLocal,
  isOpen,
  placeholder,
  shapeOf,
  shotsOf,
} from "../../static/lib/generation.js"

/** @import { Generation, Media } from "../../static/lib/types.d.ts" */

/** @param {Partial<Generation>} [own] @returns {Generation} */
const made = (own) => ({
  ...placeholder("image", { prompt: "a boat" }),
  id: "1",
  state: "succeeded",
  ...own,
})

/** @returns {Media} */
const file = (
  /** @type {string} */ id,
  /** @type {number} */ width,
  /** @type {number} */ height,
) => /** @type {any} */ ({ id, width, height })

test("what is shown before the server answers is open and only ours", () => {
  const waiting = placeholder("video", { prompt: "a boat", params: { duration: 8 } })
  assert.ok(isOpen(waiting) && isLocal(waiting))
  assert.deepEqual(waiting.params, { duration: 8 })
})

test("the shape is what came out, else what was asked for, else the usual one", () => {
  assert.equal(
    shapeOf(made({ media: [file("m", 1200, 800)], params: { aspect_ratio: "1:1" } })),
    1.5,
  )
  assert.equal(shapeOf(made({ params: { aspect_ratio: "4:3" } })), 4 / 3)
  assert.equal(shapeOf(made({ params: { size: "1024x512" } })), 2)
  assert.equal(shapeOf(made({ params: { aspect_ratio: "auto" } })), 1)
  assert.equal(shapeOf(made({ kind: "video" })), 16 / 9)
})

test("every file is a shot of its own", () => {
  const shots = shotsOf([
    made({ id: "a", media: [file("1", 1, 1), file("2", 1, 1)] }),
    made({ id: "b" }),
  ])
  assert.deepEqual(
    shots.map(({ media, generation }) => [generation.id, media.id]),
    [
      ["a", "1"],
      ["a", "2"],
    ],
  )
})

test("time runs from the start of the work to its end, or until now", () => {
  const times = { created_at: "2026-11-21T12:00:00Z", started_at: "2026-11-21T12:00:10Z" }
  const now = Date.parse("2026-11-21T12:01:00Z")
  assert.equal(elapsed(made({ ...times }), now), 50)
  assert.equal(elapsed(made({ ...times, finished_at: "2026-11-21T12:00:45Z" }), now), 35)
  assert.equal(elapsed(made({ created_at: "2026-11-21T12:05:00Z" }), now), 0)
})
