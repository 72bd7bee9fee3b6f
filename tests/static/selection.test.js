import assert from "node:assert/strict"
import { test } from "node:test"

import { Selection } from "../../static/lib/selection.js"

/** A shelf with these ids. @param {string} ids */
const shelfOf = (ids) =>
  /** @type {any} */ ({
    indexOf: (/** @type {string} */ id) => (id ? ids.indexOf(id) : -1),
    ids: (one = 0, other = ids.length - 1) => [
      ...ids.slice(Math.min(one, other), Math.max(one, other) + 1),
    ],
  })
const shelf = shelfOf("abcdefgh")
const chosen = (/** @type {Selection} */ selection) => selection.ids.toSorted().join("")

test("one by one", () => {
  const selection = new Selection()
  for (const id of "cbc") selection.toggle(id)
  assert.equal(chosen(selection), "b")
  assert.ok(selection.has("b") && !selection.has("c"))
})

test("a range goes from the last one chosen, either way, and gives back what it leaves", () => {
  const selection = new Selection()
  selection.toggle("a")
  selection.toggle("d")
  selection.extend(shelf, "f")
  assert.equal(chosen(selection), "adef")
  selection.extend(shelf, "e")
  assert.equal(chosen(selection), "ade")
  selection.extend(shelf, "b")
  assert.equal(chosen(selection), "abcd")
})

test("a range without a beginning begins where the focus was", () => {
  const selection = new Selection()
  selection.extend(shelf, "c", "b")
  assert.equal(chosen(selection), "bc")
})

test("all, and none", () => {
  const selection = new Selection()
  selection.all(shelf)
  assert.equal(selection.size, 8)
  selection.clear()
  assert.equal(selection.size, 0)
})

test("what is gone is no longer chosen, and an anchor that is gone begins anew", () => {
  const selection = new Selection()
  for (const id of "abh") selection.toggle(id)
  const less = shelfOf("abcd")
  selection.keep(less)
  assert.equal(chosen(selection), "ab")
  selection.extend(less, "d", "c")
  assert.equal(chosen(selection), "abcd")
})

test("every change is said", () => {
  const selection = new Selection()
  let said = 0
  selection.addEventListener("change", () => (said += 1))
  selection.toggle("a")
  selection.extend(shelf, "b")
  selection.keep(shelf)
  selection.clear()
  assert.equal(said, 3)
})
