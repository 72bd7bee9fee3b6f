import assert from "node:assert/strict"
import { test } from "node:test"

import { Shelf } from "../../static/lib/shelf.js"

const hex = (/** @type {number} */ n) => n.toString(16).padStart(32, "0")
const id = (/** @type {number} */ n) =>
  hex(n).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5")
const record = (/** @type {number} */ n, time = 1000 - n, kind = "i", shape = "0150", files = "01") =>
  hex(n) + kind + String(time).padStart(10, "0") + shape + files
const shelfOf = (/** @type {number[]} */ ...ns) => new Shelf(ns.map((n) => record(n)).join(""))
const made = (/** @type {number} */ n, /** @type {number} */ seconds) =>
  /** @type {any} */ ({
    id: id(n),
    kind: "video",
    created_at: new Date(seconds * 1000).toISOString(),
    media: [{ width: 1920, height: 1080 }],
  })

test("a record is read as it was written", () => {
  const shelf = new Shelf(record(1, 7, "v", "0178", "02"))
  assert.equal(shelf.size, 1)
  assert.equal(shelf.id(0), id(1))
  assert.equal(shelf.kind(0), "video")
  assert.equal(shelf.time(0), 7000)
  assert.equal(shelf.files(0), 2)
})

test("a tile is as wide as its files together, within limits", () => {
  const ratio = (/** @type {string} */ shape, /** @type {string} */ files, kind = "i") =>
    new Shelf(record(1, 7, kind, shape, files)).ratio(0)
  assert.equal(ratio("0150", "01"), 1.5)
  assert.equal(ratio("0100", "02"), 2)
  assert.equal(ratio("0100", "04"), 1, "four make a square of squares")
  assert.equal(ratio("0900", "01"), 2.8)
  assert.equal(ratio("0010", "01"), 0.5)
  assert.equal(ratio("0000", "01"), 1, "an unknown shape is a square")
  assert.equal(ratio("0000", "00", "t"), 1.5)
})

test("what is there is found, and a chance likeness between two records is not", () => {
  const shelf = shelfOf(1, 2, 3)
  assert.deepEqual([1, 2, 3].map((n) => shelf.indexOf(id(n))), [0, 1, 2])
  assert.equal(shelf.indexOf(id(9)), -1)
  assert.equal(shelf.indexOf(""), -1)
  const inside = record(1).slice(20) + record(2).slice(0, 20)
  assert.equal(shelf.indexOf(inside.slice(0, 32)), -1)
})

test("ids are told from one place to another, whichever comes first", () => {
  const shelf = shelfOf(1, 2, 3, 4)
  assert.deepEqual(shelf.ids(1, 2), [id(2), id(3)])
  assert.deepEqual(shelf.ids(2, 1), [id(2), id(3)])
  assert.equal(shelf.ids().length, 4)
  assert.deepEqual(new Shelf().ids(), [])
})

test("what is taken out leaves the rest in order", () => {
  const shelf = shelfOf(1, 2, 3, 4, 5).without([id(4), id(1), id(9)])
  assert.deepEqual(shelf.ids(), [2, 3, 5].map(id))
  assert.deepEqual(shelf.without([]).ids(), [2, 3, 5].map(id))
  assert.equal(shelf.without(shelf.ids()).size, 0)
})

test("what is new comes to the place of its time", () => {
  const shelf = new Shelf(record(1, 900) + record(2, 500))
  assert.deepEqual(shelf.with(made(3, 950)).ids(), [3, 1, 2].map(id))
  assert.deepEqual(shelf.with(made(3, 700)).ids(), [1, 3, 2].map(id))
  assert.deepEqual(shelf.with(made(3, 100)).ids(), [1, 2, 3].map(id))
  const [only] = [new Shelf().with(made(3, 950))]
  assert.deepEqual([only.kind(0), only.time(0), only.ratio(0)], ["video", 950_000, 1.78])
})
