import assert from "node:assert/strict"
import { test } from "node:test"

import { shareOf, usualTimes } from "../../static/lib/usual.js"

const usual = { model: "a", low_s: 40, median_s: 60, high_s: 90 }

test("the bar follows the usual time and never reaches its end", () => {
  assert.equal(shareOf(usual, 30), 0.5)
  for (const seconds of [57, 60, 600]) assert.equal(shareOf(usual, seconds), null)
})

test("the times are asked once, and that they are missing breaks nothing", async () => {
  let asked = 0
  const api = /** @type {any} */ ({
    get: async (/** @type {string} */ path) => {
      asked++
      if (path.includes("image")) throw new Error("away")
      return { items: [usual] }
    },
  })
  assert.equal((await usualTimes(api, "video")).get("a"), usual)
  assert.equal((await usualTimes(api, "video")).get("b"), undefined)
  assert.equal((await usualTimes(api, "image")).size, 0)
  assert.equal(asked, 2)
})
