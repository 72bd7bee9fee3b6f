import assert from "node:assert/strict"
import { test } from "node:test"

import { fit, ratioOf } from "../../static/lib/fitting.js"

/** @import { Capabilities, Control } from "../../static/lib/types.d.ts" */

/** @param {Record<string, Control>} params @returns {Capabilities} */
const offering = (params) => ({ params, inputs: {}, prompt_required: true })

/** @param {(string | number)[]} values @returns {Control} */
const choice = (...values) => ({ type: "enum", values, default: values[0] ?? null })

const lengths = choice

test("what a model offers is kept, what it does not know is dropped and named", () => {
  const { params, changes } = fit(
    { duration: 6, seed: 7 },
    offering({ duration: lengths(4, 6, 8) }),
  )
  assert.deepEqual(params, { duration: 6 })
  assert.deepEqual(changes, [{ name: "seed", from: 7, to: null, control: null }])
})

test("a number that is not offered moves to the nearest, and says so", () => {
  const control = lengths(4, 6, 8)
  const { params, changes } = fit({ duration: 10 }, offering({ duration: control }))
  assert.deepEqual(params, { duration: 8 })
  assert.deepEqual(changes, [{ name: "duration", from: 10, to: 8, control }])
})

test("a word that is not offered goes back to the model's default, and says so", () => {
  const { params, changes } = fit(
    { resolution: "4K" },
    offering({ resolution: { type: "enum", values: ["1K"], default: "1K" } }),
  )
  assert.deepEqual(params, {})
  assert.equal(changes[0]?.to, null)
})

test("a number beyond the limits moves to the limit", () => {
  /** @type {Control} */
  const control = { type: "range", min: 0, max: 1, step: null, default: null }
  assert.deepEqual(fit({ temperature: 1.7 }, offering({ temperature: control })).params, {
    temperature: 1,
  })
  assert.deepEqual(fit({ temperature: "hot" }, offering({ temperature: control })).params, {})
})

test("whole numbers stay whole", () => {
  /** @type {Control} */
  const count = { type: "range", min: 1, max: 4, step: 1, default: 1 }
  assert.deepEqual(fit({ n: 2.6 }, offering({ n: count })).params, { n: 3 })
  /** @type {Control} */
  const seed = { type: "integer", min: 0, max: 9 }
  assert.deepEqual(fit({ seed: 4.2 }, offering({ seed })).params, { seed: 4 })
})

test("a size in pixels becomes the shape and resolution that say the same", () => {
  const film = offering({
    aspect_ratio: choice("16:9", "9:16"),
    resolution: choice("480p", "720p", "4K"),
    size: choice("854x480", "1280x720", "3840x2160"),
  })
  const of = (/** @type {string} */ size) => fit({ size }, film)
  assert.deepEqual(of("720x1280").params, { aspect_ratio: "9:16", resolution: "720p" })
  assert.deepEqual(of("854x480").params, { aspect_ratio: "16:9", resolution: "480p" })
  assert.deepEqual(of("3840x2160").params, { aspect_ratio: "16:9", resolution: "4K" })
  assert.deepEqual(fit({ size: "1280x720", resolution: "480p" }, film).params, {
    aspect_ratio: "16:9",
    resolution: "480p",
  })
})

test("a size and a shape are never asked for together", () => {
  const both = offering({ aspect_ratio: choice("1:1", "16:9"), size: choice("1x1", "2x1") })
  const wanted = { aspect_ratio: "16:9", size: "2x1" }
  assert.deepEqual(fit(wanted, both).params, { aspect_ratio: "16:9" })
  assert.deepEqual(fit(wanted, both, "size").params, { size: "2x1" })
})

test("a jpeg is never asked to be transparent", () => {
  const model = offering({
    background: choice("auto", "transparent"),
    output_format: choice("png", "jpeg"),
  })
  const wanted = { background: "transparent", output_format: "jpeg" }
  assert.deepEqual(fit(wanted, model).params, { background: "transparent" })
  assert.deepEqual(fit(wanted, model, "output_format").params, { output_format: "jpeg" })
})

test("a ratio is read from words such as 16:9 and from sizes in pixels", () => {
  assert.equal(ratioOf("16:9"), 16 / 9)
  assert.equal(ratioOf("19.5:9"), 19.5 / 9)
  assert.equal(ratioOf("1280x720"), 16 / 9)
  for (const word of ["auto", "1:0", "", null, undefined]) assert.equal(ratioOf(word), null)
})
