import assert from "node:assert/strict"
import { test } from "node:test"

import { Comparisons } from "../../static/lib/comparisons.js"

function memory() {
  const kept = new Map()
  return {
    get: (name, otherwise) => structuredClone(kept.get(name) ?? otherwise),
    set: (name, value) => (value === null ? kept.delete(name) : kept.set(name, value)),
    kept,
  }
}

test("replies stand side by side until one is kept, over a reload too", () => {
  const storage = memory()
  new Comparisons(storage, "t").add(["a", "b", "c"])
  const again = new Comparisons(storage, "t")
  assert.deepEqual(again.beside("b"), ["a", "b", "c"])
  assert.deepEqual(again.beside("x"), ["x"])
  again.settle("b")
  assert.deepEqual(again.beside("a"), ["a"])
  assert.equal(storage.kept.size, 0)
})

test("placeholders get their ids, and one that was refused leaves", () => {
  const storage = memory()
  const comparisons = new Comparisons(storage, "t")
  comparisons.add(["local:1", "local:2", "local:3"])
  assert.equal(storage.kept.size, 0, "placeholders do not outlive the page")
  comparisons.replace("local:1", "a")
  comparisons.replace("local:2", null)
  comparisons.replace("local:3", "c")
  assert.deepEqual(new Comparisons(storage, "t").beside("a"), ["a", "c"])
})

test("what is left alone is no comparison", () => {
  const comparisons = new Comparisons(memory(), null)
  comparisons.add(["local:1", "local:2"])
  comparisons.replace("local:2", null)
  assert.deepEqual(comparisons.beside("local:1"), ["local:1"])
})
