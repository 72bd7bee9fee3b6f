import assert from "node:assert/strict"
import { test } from "node:test"

import { Choices, fit, ratioOf } from "../../static/lib/choices.js"

/** @import { Capabilities, Control, Model } from "../../static/lib/types.d.ts" */

/** @param {Record<string, Control>} params @returns {Capabilities} */
const offering = (params) => ({ params, inputs: {}, prompt_required: true })

/** @returns {Control} */
const lengths = (/** @type {number[]} */ ...values) => ({
  type: "enum",
  values,
  default: values[0] ?? null,
})

/** @param {string} id @param {Record<string, Control>} params @returns {Model} */
const model = (id, params = {}, available = true) => ({
  id,
  name: id,
  kind: "video",
  is_route: false,
  context_length: null,
  input_modalities: ["text"],
  capabilities: offering(params),
  pricing: { lines: [], free: false },
  available,
})

/** A browser's memory that forgets with the test. */
const memory = () => {
  const kept = new Map()
  return {
    get: (/** @type {string} */ name, /** @type {unknown} */ otherwise) =>
      kept.get(name) ?? otherwise,
    set: (/** @type {string} */ name, /** @type {unknown} */ value) => kept.set(name, value),
  }
}

test("what a model offers is kept, what it does not know is dropped", () => {
  const { params, changes } = fit(
    { duration: 6, seed: 7 },
    offering({ duration: lengths(4, 6, 8) }),
  )
  assert.deepEqual(params, { duration: 6 })
  assert.deepEqual(changes, [])
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

test("the model chosen last is chosen again, unless it is gone", () => {
  const storage = memory()
  const first = new Choices(/** @type {any} */ (storage), "video")
  first.offer([model("a"), model("b")])
  first.choose("b")

  const again = new Choices(/** @type {any} */ (storage), "video")
  again.offer([model("a"), model("b")])
  assert.equal(again.model?.id, "b")
  again.offer([model("a"), model("b", {}, false)])
  assert.equal(again.model?.id, "a")
})

test("a setting given back to the model is no longer sent", () => {
  const choices = new Choices(/** @type {any} */ (memory()), "video")
  choices.offer([model("a", { duration: lengths(4, 6) })])
  choices.set("duration", 6)
  assert.deepEqual(choices.params, { duration: 6 })
  choices.set("duration", null)
  assert.deepEqual(choices.params, {})
})

test("a ratio is read from words such as 16:9 and from sizes in pixels", () => {
  assert.equal(ratioOf("16:9"), 16 / 9)
  assert.equal(ratioOf("19.5:9"), 19.5 / 9)
  assert.equal(ratioOf("1280x720"), 16 / 9)
  for (const word of ["auto", "1:0", "", null, undefined]) assert.equal(ratioOf(word), null)
})
