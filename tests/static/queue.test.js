import assert from "node:assert/strict"
import { test } from "node:test"

import { Queue } from "../../static/lib/queue.js"

/** A storage that works as the browser's does: what comes out is a copy. */
function memory() {
  const kept = new Map()
  return {
    get: (name, otherwise) => (kept.has(name) ? JSON.parse(kept.get(name)) : otherwise),
    set: (name, value) => (value === null ? kept.delete(name) : kept.set(name, JSON.stringify(value))),
    kept,
  }
}

const prompts = (queue) => queue.messages.map(({ ask }) => ask.prompt)
const place = (ask) => ({ ...ask, parent_id: "leaf" })

test("messages wait in the order they were written, over a reload", () => {
  const storage = memory()
  const queue = new Queue(storage, "t")
  queue.add({ prompt: "one" })
  queue.add({ prompt: "two" })
  assert.deepEqual(prompts(new Queue(storage, "t")), ["one", "two"])
  assert.deepEqual(prompts(new Queue(storage, "other")), [])
})

test("of two tabs only one gets a message", () => {
  const storage = memory()
  const [one, other] = [new Queue(storage, "t"), new Queue(storage, "t")]
  one.add({ prompt: "once" })
  const [{ id }] = other.messages
  assert.equal(one.take(id)?.ask.prompt, "once")
  assert.equal(other.take(id), null)
  assert.equal(storage.kept.size, 0, "an empty queue leaves nothing behind")
})

test("a message is sent the same every time it is tried", () => {
  const storage = memory()
  const queue = new Queue(storage, "t")
  queue.add({ prompt: "one" })
  const [{ id }] = queue.messages
  const first = queue.tried(id, place)
  assert.equal(first?.ask.parent_id, "leaf")
  const again = new Queue(storage, "t").tried(id, (ask) => ({ ...ask, parent_id: "elsewhere" }))
  assert.deepEqual(again, first)
  assert.equal(queue.tried("gone", place), null)
})

test("what waits for a new conversation goes with it", () => {
  const storage = memory()
  const queue = new Queue(storage, null)
  queue.add({ prompt: "one" })
  queue.settle("t")
  assert.deepEqual(prompts(new Queue(storage, "t")), ["one"])
  assert.deepEqual(prompts(new Queue(storage, null)), [])
})

test("a damaged queue is an empty one", () => {
  const storage = memory()
  storage.set("queue:t", "nonsense")
  assert.deepEqual(new Queue(storage, "t").messages, [])
})
