import assert from "node:assert/strict"
import { test } from "node:test"

import { Choices, heardOf, modelsOf } from "../../static/lib/choices.js"

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

test("another model keeps what fits and says what it changed", () => {
  const choices = new Choices(/** @type {any} */ (memory()), "video")
  choices.offer([model("a", { duration: lengths(4, 10) }), model("b", { duration: lengths(4, 8) })])
  choices.set("duration", 10)
  choices.choose("b")
  assert.deepEqual(choices.params, { duration: 8 })
  assert.deepEqual(
    choices.changes.map(({ name, from, to }) => [name, from, to]),
    [["duration", 10, 8]],
  )
})

test("what was chosen comes back with the model that offers it", () => {
  const choices = new Choices(/** @type {any} */ (memory()), "video")
  choices.offer([model("a", { duration: lengths(4, 10) }), model("b")])
  choices.set("duration", 10)
  choices.choose("b")
  assert.deepEqual(choices.params, {})
  choices.choose("a")
  assert.deepEqual(choices.params, { duration: 10 })
})

test("opening the page again with the same model has no news", () => {
  const storage = memory()
  const models = [model("a", { duration: lengths(4, 10) }), model("b", { duration: lengths(4, 8) })]
  const first = new Choices(/** @type {any} */ (storage), "video")
  first.offer(models)
  first.set("duration", 10)
  first.choose("b")
  const again = new Choices(/** @type {any} */ (storage), "video")
  again.offer(models)
  assert.deepEqual([again.params, again.changes], [{ duration: 8 }, []])
})

test("a model that cannot stay is named, and comes back when it can", () => {
  const choices = new Choices(/** @type {any} */ (memory()), "video")
  const [a, b] = [model("a"), model("b")]
  choices.offer([a, b])
  choices.choose("b")
  choices.offer([a])
  assert.deepEqual([choices.model?.id, choices.replaced?.id], ["a", "b"])
  choices.offer([a, b])
  assert.equal(choices.model?.id, "b")
})

test("of two settings that exclude each other the one set last stays, and the other is told", () => {
  const choices = new Choices(/** @type {any} */ (memory()), "image")
  choices.offer([
    model("a", {
      background: { type: "enum", values: ["auto", "transparent"], default: "auto" },
      output_format: { type: "enum", values: ["png", "jpeg"], default: "png" },
    }),
  ])
  let drawn = 0
  choices.addEventListener("model", () => drawn++)
  choices.set("output_format", "jpeg")
  assert.equal(drawn, 0)
  choices.set("background", "transparent")
  assert.deepEqual(choices.params, { background: "transparent" })
  assert.deepEqual([drawn, choices.changes[0]?.name], [1, "output_format"])
})

test("tells when the gateway last told of these models", async () => {
  const told = "2026-11-29T09:00:00Z"
  const api = { get: async () => ({ items: [], refreshed_at: told }) }
  assert.equal(heardOf("video"), null)
  await modelsOf(/** @type {any} */ (api), "video")
  assert.equal(heardOf("video"), told)
})
