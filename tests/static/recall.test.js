import assert from "node:assert/strict"
import { test } from "node:test"

import { recallNamed, recallsOf, recipe } from "../../static/lib/recall.js"

/** @import { Input } from "../../static/lib/types.d.ts" */

/** @type {Input[]} */
const inputs = [{ media_id: "m", role: "first_frame" }]
const made = {
  prompt: "A tide",
  model: "acme/film",
  params: { duration: 8, seed: 7, aspect_ratio: "16:9" },
  inputs,
}

test("use all takes everything, remix everything but the seed", () => {
  assert.deepEqual(recipe(made, "all"), made)
  assert.deepEqual(recipe(made, "remix"), {
    ...made,
    params: { duration: 8, aspect_ratio: "16:9" },
  })
})

test("use settings leaves prompt, pictures and seed alone", () => {
  assert.deepEqual(recipe(made, "settings"), {
    model: "acme/film",
    params: { duration: 8, aspect_ratio: "16:9" },
  })
})

test("use prompt, seed and size replace only that", () => {
  assert.deepEqual(recipe(made, "prompt"), { prompt: "A tide" })
  assert.deepEqual(recipe(made, "seed").only, ["seed"])
  assert.ok(!recipe(made, "size").only?.includes("seed"))
})

test("only what there is to take over is offered", () => {
  assert.deepEqual(recallsOf(made), ["prompt", "settings", "seed", "size", "all", "remix"])
  assert.deepEqual(recallsOf({ ...made, prompt: "", params: {} }), ["settings", "all"])
})

test("an address that names no verb means all", () => {
  assert.equal(recallNamed("seed"), "seed")
  for (const other of [null, "", "constructor"]) assert.equal(recallNamed(other), "all")
})
