import assert from "node:assert/strict"
import { test } from "node:test"

import { Pager } from "../../static/lib/pager.js"

/** @param {string[]} times newest first @param {number} atOnce */
function listOf(times, atOnce) {
  let asked = 0
  const load = async (/** @type {string | null} */ before) => {
    asked += 1
    const start = before ? Number(before) : 0
    const items = times.slice(start, start + atOnce).map((created_at) => ({ created_at }))
    return { items, next: start + atOnce < times.length ? String(start + atOnce) : null }
  }
  return { load, asked: () => asked }
}

/** @param {Pager<{ created_at: string }>} pager @param {number} count */
const take = async (pager, count) => (await pager.take(count)).map(({ created_at }) => created_at)

test("two lists are read as one, newest first", async () => {
  const pager = new Pager([listOf(["9", "5", "4", "1"], 2).load, listOf(["8", "7", "2"], 2).load])
  assert.deepEqual(await take(pager, 4), ["9", "8", "7", "5"])
  assert.equal(pager.done, false)
  assert.deepEqual(await take(pager, 10), ["4", "2", "1"])
  assert.equal(pager.done, true)
})

test("an empty list is asked once and does not hold the other back", async () => {
  const empty = listOf([], 2)
  const pager = new Pager([empty.load, listOf(["3", "2", "1"], 1).load])
  assert.deepEqual(await take(pager, 5), ["3", "2", "1"])
  assert.equal(empty.asked(), 1)
})

test("no more is read than is needed", async () => {
  const list = listOf(["4", "3", "2", "1"], 2)
  const pager = new Pager([list.load])
  await pager.take(2)
  assert.equal(list.asked(), 1)
})
