/**
 * Every state the image and video forms can be brought into, for a catalogue on standard input
 * (what GET /api/models answers). One JSON document a line: {kind, model, params, inputs}.
 *
 * Run by tests/catalog/test_form_states.py, which asks our own check about each of them.
 */
import assert from "node:assert/strict"
import { text } from "node:stream/consumers"

import { Choices } from "../../static/lib/choices.js"
import { fieldsOf, optionsOf, ORDER, serves, slotsOf } from "../../static/lib/fields.js"

/** @import { Control, Model, Params, ParamValue } from "../../static/lib/types.d.ts" */
/** @import { Mode } from "../../static/lib/fields.js" */

/** @type {Model[]} */
const everything = JSON.parse(await text(process.stdin)).items

/** A browser's memory that forgets with the page. */
const memory = () => {
  const kept = new Map()
  return /** @type {any} */ ({
    get: (/** @type {string} */ name, /** @type {unknown} */ otherwise) =>
      kept.get(name) ?? otherwise,
    set: (/** @type {string} */ name, /** @type {unknown} */ value) => kept.set(name, value),
  })
}

/** What a person can set in a control: all there is to pick, or the ends and the middle. */
function reachable(/** @type {Control} */ control) {
  if (control.type === "boolean") return [true, false]
  const options = optionsOf(control)
  if (options) return options
  const { min, max, step } = /** @type {any} */ (control)
  const [low, high] = [min ?? 0, max ?? 5000]
  const middle = (low + high) / 2
  return [low, step === undefined || step === 1 ? Math.round(middle) : middle, high]
}

/** @param {Model} model */
const fields = (model) => {
  const { shown, folded } = ORDER[/** @type {"image" | "video"} */ (model.kind)]
  return fieldsOf(model.capabilities, [...shown, ...folded])
}

/** @param {Choices} choices @param {Model} model @param {number} at */
function setAll(choices, model, at) {
  for (const { name, control } of fields(model)) {
    const value = reachable(control).at(at)
    choices.set(name, value === control.default ? null : (value ?? null))
  }
}

/** What each slot holds: nothing more than it must, as much as it can, or that alone. */
function inputsOf(/** @type {Model} */ model, /** @type {Mode} */ mode) {
  const slots = Object.entries(slotsOf(model.kind, mode, model.capabilities.inputs))
  const least = Object.fromEntries(slots.map(([role, { min }]) => [role, min]))
  const most = Object.fromEntries(slots.map(([role, { max }]) => [role, max]))
  return [least, most, ...slots.map(([role, { max }]) => ({ ...least, [role]: max }))]
}

/** @type {Set<string>} */
const told = new Set()

/** @param {Choices} choices @param {Mode} mode */
function tell(choices, mode) {
  const model = /** @type {Model} */ (choices.model)
  for (const inputs of inputsOf(model, mode)) {
    const line = { kind: model.kind, model: model.id, params: choices.params, inputs }
    told.add(JSON.stringify(line))
  }
}

/** @param {Model[]} models @param {Mode} mode */
function walk(models, mode) {
  for (const model of models) {
    alone(models, model, mode)
    inPairs(models, model, mode)
    onwards(models, model, mode)
  }
}

/** @param {Model[]} models @param {Model} model */
function opened(models, model) {
  const choices = new Choices(memory(), model.kind)
  choices.offer(models)
  choices.choose(model.id)
  return choices
}

/** @param {Model[]} models @param {Model} model @param {Mode} mode */
function alone(models, model, mode) {
  const choices = opened(models, model)
  tell(choices, mode)
  for (const { name, control } of fields(model)) {
    for (const value of reachable(control)) {
      choices.set(name, value)
      tell(choices, mode)
    }
    choices.set(name, null)
  }
  assert.deepEqual(choices.params, {}, "given back to the model, nothing is sent")
}

/** @param {Model[]} models @param {Model} model @param {Mode} mode */
function inPairs(models, model, mode) {
  const choices = opened(models, model)
  for (const { name: one, control } of fields(model)) {
    for (const { name: other, control: second } of fields(model)) {
      if (one === other) continue
      for (const value of reachable(control)) {
        choices.reset()
        choices.set(one, value)
        choices.set(other, /** @type {ParamValue} */ (reachable(second).at(-1)))
        tell(choices, mode)
      }
    }
  }
}

/** To every other model with everything set, and back again with nothing lost. */
function onwards(/** @type {Model[]} */ models, /** @type {Model} */ model, /** @type {Mode} */ mode) {
  for (const next of models) {
    for (const at of [0, -1]) {
      const choices = opened(models, model)
      setAll(choices, model, at)
      const before = choices.params
      choices.choose(next.id)
      tell(choices, mode)
      assertTold(before, choices)
      choices.choose(model.id)
      assert.deepEqual(choices.params, before, "what was chosen comes back with the model")
    }
  }
  for (const size of ["1280x720", "854x480", "3840x2160", "1x1"]) {
    const choices = opened(models, model)
    choices.recall({ size, duration: 7.5, n: 3, seed: 1.5, quality: "ultra", background: "auto" })
    tell(choices, mode)
  }
}

/** Whatever is not as it was has been told. */
function assertTold(/** @type {Params} */ before, /** @type {Choices} */ choices) {
  for (const [name, value] of Object.entries(before)) {
    if (choices.params[name] === value) continue
    assert.ok(
      choices.changes.some((change) => change.name === name),
      `${name} of ${choices.model?.id} changed without a word`,
    )
  }
}

const of = (/** @type {string} */ kind) => everything.filter((model) => model.kind === kind)
walk(of("image"), "text")
for (const mode of /** @type {const} */ (["text", "image"])) walk(of("video").filter(serves(mode)), mode)
console.log([...told].join("\n"))
