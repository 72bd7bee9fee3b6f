import assert from "node:assert/strict"
import { test } from "node:test"

import { Thinking } from "../../static/lib/thinking.js"

/** @import { Storage } from "../../static/lib/storage.js" */

const NEW = { id: "g", text: "", reasoning: "" }

/** A browser: what it keeps, its clock, and pages in it. */
function browser() {
  const kept = new Map()
  const clock = { seconds: 1000 }
  const storage = /** @type {Storage} */ (
    /** @type {unknown} */ ({
      get: (/** @type {string} */ name, /** @type {unknown} */ otherwise) =>
        kept.has(name) ? JSON.parse(kept.get(name)) : otherwise,
      set: (/** @type {string} */ name, /** @type {unknown} */ value) =>
        kept.set(name, JSON.stringify(value)),
    })
  )
  return { kept, clock, page: () => new Thinking(storage, () => clock.seconds * 1000) }
}

test("how long it thought is known while it does, and after a reload", () => {
  const { clock, page } = browser()
  const thinking = page()
  thinking.read(NEW)
  clock.seconds += 3
  assert.equal(thinking.seconds("g"), null, "it has not begun")
  thinking.thought("g")
  clock.seconds += 5
  thinking.thought("g")
  assert.equal(thinking.seconds("g"), 5)
  clock.seconds += 7
  thinking.spoke("g")
  clock.seconds += 60
  thinking.spoke("g")
  assert.equal(thinking.seconds("g"), 12)
  assert.equal(page().seconds("g"), 12)
  assert.equal(browser().page().seconds("g"), null, "another browser has not seen it")
})

test("a reload in the midst of it goes on counting", () => {
  const { clock, page } = browser()
  const before = page()
  before.read(NEW)
  before.thought("g")
  clock.seconds += 4
  const after = page()
  assert.equal(after.seconds("g"), null)
  after.read({ ...NEW, reasoning: "Hm" })
  after.thought("g")
  clock.seconds += 2
  assert.equal(after.seconds("g"), 6)
  after.spoke("g")
  assert.equal(after.seconds("g"), 6)
})

test("no time is told of thoughts whose beginning or end came unseen", () => {
  for (const [arrived, began] of /** @type {const} */ ([
    [{ ...NEW, reasoning: "Hm" }, false],
    [{ ...NEW, reasoning: "Hm", text: "Well" }, true],
  ])) {
    const { clock, page } = browser()
    const before = page()
    if (began) before.read(NEW)
    before.thought("g")
    const after = page()
    after.read(arrived)
    after.thought("g")
    clock.seconds += 9
    after.spoke("g")
    assert.equal(after.seconds("g"), null)
  }
})

test("what comes after a broken connection is not measured", () => {
  const { clock, page } = browser()
  const thinking = page()
  thinking.read(NEW)
  thinking.thought("g")
  thinking.lost("g")
  clock.seconds += 3600
  thinking.thought("g")
  thinking.spoke("g")
  assert.equal(thinking.seconds("g"), null)
})

test("what had no thoughts leaves nothing behind, and of the others the newest stay", () => {
  const { kept, page } = browser()
  const thinking = page()
  thinking.read(NEW)
  thinking.spoke("g")
  assert.equal(kept.size, 0)
  for (let at = 0; at < 400; at++) {
    thinking.read({ ...NEW, id: `${at}` })
    thinking.thought(`${at}`)
    thinking.spoke(`${at}`)
  }
  assert.equal(JSON.parse(kept.get("thinking")).length, 300)
  assert.equal(thinking.seconds("399"), 0)
})
