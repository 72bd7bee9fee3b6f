import assert from "node:assert/strict"
import { test } from "node:test"

import { Choices } from "../../static/lib/choices.js"
import { Presets } from "../../static/lib/presets.js"

/** @import { Model } from "../../static/lib/types.d.ts" */

/** @returns {Model} */
const model = (/** @type {string} */ id, available = true) =>
  /** @type {any} */ ({
    id,
    name: id,
    available,
    capabilities: {
      params: { temperature: { type: "number", min: 0, max: 2, step: null, default: 1 } },
      inputs: {},
      prompt_required: true,
    },
  })

function page(kind = "text") {
  const kept = new Map()
  const storage = /** @type {any} */ ({
    get: (/** @type {string} */ name, /** @type {unknown} */ otherwise) =>
      kept.has(name) ? JSON.parse(kept.get(name)) : otherwise,
    set: (/** @type {string} */ name, /** @type {unknown} */ value) =>
      value === null ? kept.delete(name) : kept.set(name, JSON.stringify(value)),
  })
  const choices = new Choices(storage, kind)
  choices.offer([model("a"), model("b")])
  return { storage, choices, presets: new Presets(storage, /** @type {any} */ (kind), choices) }
}

const names = (/** @type {Presets} */ presets) => presets.all.map(({ name }) => name)
const only = (/** @type {Presets} */ presets) => /** @type {any} */ (presets.all[0])

test("a preset brings back model, settings and instructions", () => {
  const { storage, choices, presets } = page()
  choices.choose("b")
  choices.set("temperature", 0.2)
  storage.set("system", "Be brief.")
  presets.save("Short")
  choices.choose("a")
  choices.set("temperature", null)
  storage.set("system", "")
  assert.equal(presets.take(only(presets)), true)
  assert.deepEqual([choices.model?.id, choices.params], ["b", { temperature: 0.2 }])
  assert.equal(storage.get("system", ""), "Be brief.")
})

test("a page of pictures leaves the instructions of texts alone", () => {
  const { storage, presets } = page("image")
  storage.set("system", "Be brief.")
  presets.save("Plain")
  assert.equal(only(presets).system, "")
  presets.take(only(presets))
  assert.equal(storage.get("system", ""), "Be brief.")
})

test("the same name is the same preset, and no two come to have one", () => {
  const { choices, presets } = page()
  presets.save("Sketch")
  presets.save("Draft")
  choices.choose("b")
  presets.save("sketch")
  assert.deepEqual(names(presets), ["Draft", "sketch"])
  const [draft, sketch] = presets.all
  assert.equal(sketch?.model, "b")
  assert.equal(presets.rename(String(draft?.id), "SKETCH"), false)
  assert.equal(presets.rename(String(sketch?.id), "Sketch"), true)
  assert.deepEqual(names(presets), ["Draft", "Sketch"])
})

test("a model that is not offered changes nothing", () => {
  const { storage, choices, presets } = page()
  choices.choose("b")
  presets.save("Gone")
  choices.offer([model("a"), model("b", false)])
  storage.set("system", "Mine")
  assert.equal(presets.isOffered(only(presets)), false)
  assert.equal(presets.take(only(presets)), false)
  assert.deepEqual([choices.model?.id, storage.get("system", "")], ["a", "Mine"])
})

test("what is deleted is gone, also from the storage", () => {
  const { storage, presets } = page()
  presets.save("One")
  presets.remove(only(presets).id)
  assert.deepEqual([names(presets), storage.get("presets:text", null)], [[], null])
})
