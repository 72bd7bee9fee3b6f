import assert from "node:assert/strict"
import { test } from "node:test"

import { moved, without } from "../../../static/lib/admin/chain.js"

test("a model changes places with its neighbour, and stays at the ends", () => {
  const chain = ["a", "b", "c"]
  assert.deepEqual(moved(chain, 2, -1), ["a", "c", "b"])
  assert.deepEqual(moved(chain, 0, 1), ["b", "a", "c"])
  assert.deepEqual(moved(chain, 0, -1), chain)
  assert.deepEqual(moved(chain, 2, 1), chain)
  assert.deepEqual(chain, ["a", "b", "c"])
})

test("one is taken out, the others keep their order", () => {
  assert.deepEqual(without(["a", "b", "c"], 1), ["a", "c"])
})
