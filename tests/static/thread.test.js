import assert from "node:assert/strict"
import { test } from "node:test"

import { branch, chosenTo, following } from "../../static/lib/thread.js"

/** @import { Generation } from "../../static/lib/types.d.ts" */

let clock = 0

/** @returns {Generation} */
const said = (/** @type {string} */ id, /** @type {string | null} */ parent_id = null) =>
  /** @type {any} */ ({ id, parent_id, created_at: new Date(++clock * 1000).toISOString() })

/** @param {Generation[]} generations @param {[string, string][]} chosen */
const ids = (generations, chosen = []) =>
  branch(generations, new Map(chosen)).map(({ generation }) => generation.id)

test("the newest branch is shown", () => {
  const tree = [said("a"), said("b", "a"), said("b2", "a"), said("c", "b2")]
  assert.deepEqual(ids(tree), ["a", "b2", "c"])
})

test("a chosen version leads to its own branch", () => {
  const tree = [said("a"), said("b", "a"), said("c", "b"), said("b2", "a")]
  assert.deepEqual(ids(tree, [["a", "b"]]), ["a", "b", "c"])
})

test("every turn knows its versions and which one it is", () => {
  const [, turn] = branch([said("a"), said("b", "a"), said("b2", "a")], new Map([["a", "b"]]))
  assert.deepEqual([turn?.siblings, turn?.index], [["b", "b2"], 0])
})

test("versions of the first message are versions too", () => {
  assert.deepEqual(ids([said("a"), said("a2")], [["", "a"]]), ["a"])
})

test("a message whose parent is missing is still shown", () => {
  assert.deepEqual(ids([said("b", "gone"), said("c", "b")]), ["b", "c"])
})

test("a circle ends", () => {
  assert.deepEqual(ids([said("a", "b"), said("b", "a")]), [])
  assert.deepEqual(ids([said("root"), said("a", "root"), said("self", "self")]), ["root", "a"])
})

test("a link to a message leads to its branch, and on to the newest that follows it", () => {
  const tree = [said("a"), said("b", "a"), said("c", "b"), said("c2", "b"), said("b2", "a")]
  const to = (/** @type {string | null} */ id) =>
    branch(tree, chosenTo(tree, id)).map(({ generation }) => generation.id)
  assert.deepEqual(to("b"), ["a", "b", "c2"])
  assert.deepEqual(to("c"), ["a", "b", "c"])
  assert.deepEqual(to("gone"), ["a", "b2"])
  assert.deepEqual(to(null), ["a", "b2"])
})

test("a link into a damaged thread leads somewhere too", () => {
  const circle = [said("a", "b"), said("b", "a")]
  assert.equal(chosenTo(circle, "a").get("b"), "a")
  assert.equal(chosenTo([said("b", "gone")], "b").get(""), "b")
})

test("what follows a message is everything below it, on every branch, and nothing else", () => {
  const [a, b, b2, c, c2, d] = [
    said("a"),
    said("b", "a"),
    said("b2", "a"),
    said("c", "b"),
    said("c2", "b"),
    said("d", "c"),
  ]
  const names = (/** @type {Generation} */ first) =>
    following([a, b, b2, c, c2, d], first).map(({ id }) => id)
  assert.deepEqual(names(b), ["b", "c", "c2", "d"])
  assert.deepEqual(names(b2), ["b2"])
  assert.deepEqual(names(a), ["a", "b", "b2", "c", "c2", "d"])
})

test("what follows is found in a circle, too", () => {
  const [a, b] = [said("a", "b"), said("b", "a")]
  assert.deepEqual(following([a, b], b).map(({ id }) => id), ["a", "b"])
})
