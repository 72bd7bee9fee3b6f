import assert from "node:assert/strict"
import { test } from "node:test"

import { Finished } from "../../static/lib/finished.js"

const NOW = Date.parse("2026-11-29T12:00:00Z")
const EARLIER = "2026-11-29T09:00:00Z"

/** What a browser remembers, shared by its tabs. */
function memory() {
  const values = new Map()
  return { get: (name, otherwise) => values.get(name) ?? otherwise, set: (name, value) => values.set(name, value) }
}

const film = (state, more = {}) => ({
  id: "a",
  kind: "video",
  state,
  prompt: "A paper boat",
  thread_id: null,
  finished_at: null,
  ...more,
})

test("what was under way is news once it ends, however long that took", () => {
  const finished = new Finished(memory())
  finished.heard(film("running"), false, NOW)
  assert.equal(finished.unseen, 0)
  finished.heard(film("succeeded", { finished_at: EARLIER }), false, NOW)
  assert.equal(finished.unseen, 1)
  assert.deepEqual(finished.awaited, [])
  assert.equal(finished.entries[0].address, "/library/a")
})

test("the same ending is news once, in whichever tab", () => {
  const shared = memory()
  const tabs = [new Finished(shared), new Finished(shared)]
  let told = 0
  for (const tab of tabs) tab.addEventListener("ended", () => told++)
  for (const tab of tabs) tab.heard(film("failed", { finished_at: "2026-11-29T11:59:50Z" }), false, NOW)
  assert.equal(told, 1)
  assert.equal(tabs[1].unseen, 1)
})

test("what the person looks at is not news", () => {
  const finished = new Finished(memory())
  finished.addEventListener("ended", () => assert.fail("told"))
  finished.heard(film("running"), true, NOW)
  finished.heard(film("succeeded", { finished_at: EARLIER }), true, NOW)
  assert.equal(finished.unseen, 0)
  assert.equal(finished.entries.length, 1)
})

test("a change to something that ended long ago is not its ending", () => {
  const finished = new Finished(memory())
  finished.heard(film("succeeded", { finished_at: EARLIER, favourite: true }), false, NOW)
  assert.deepEqual(finished.entries, [])
})

test("what the person cancelled or deleted is no news", () => {
  const finished = new Finished(memory())
  finished.heard(film("running"), false, NOW)
  finished.heard(film("cancelled", { finished_at: EARLIER }), false, NOW)
  assert.deepEqual([finished.entries, finished.awaited], [[], []])
  finished.heard(film("running"), false, NOW)
  finished.heard(film("succeeded"), false, NOW)
  finished.heard({ id: "a", deleted: true }, false, NOW)
  assert.deepEqual(finished.entries, [])
})

test("looking at the list makes all of it seen", () => {
  const finished = new Finished(memory())
  for (const id of ["a", "b"]) {
    finished.heard(film("running", { id }), false, NOW)
    finished.heard(film("unknown", { id }), false, NOW)
  }
  finished.seen("a")
  assert.equal(finished.unseen, 1)
  finished.seen()
  assert.equal(finished.unseen, 0)
})

test("many that are heard at once are one change", async () => {
  const finished = new Finished(memory())
  let changes = 0
  finished.addEventListener("changed", () => changes++)
  for (const id of ["a", "b", "c"]) {
    finished.heard(film("succeeded", { id, finished_at: "2026-11-29T11:59:50Z" }), false, NOW)
  }
  await Promise.resolve()
  assert.equal(changes, 1)
  assert.equal(finished.unseen, 3)
  finished.clear()
  await Promise.resolve()
  assert.equal(changes, 2)
})
