import assert from "node:assert/strict"
import { test } from "node:test"

import { apart, longTextOf, withPasted } from "../../static/lib/pasted.js"

test("what is put together comes apart again, whatever stands in it", () => {
  for (const [text, pasted] of /** @type {[string, string[]][]} */ ([
    ["Hello", []],
    ["", ["one\ntwo"]],
    ["Compare these:", ["first\n", "\nsecond"]],
    ["Look", ["```js\nx\n```", "pasted.txt:\n```\nno\n```", "````"]],
    ["```\ncode\n```", ["a\n\nb"]],
  ])) {
    assert.deepEqual(apart(withPasted(text, pasted)), { text, pasted })
    const sent = withPasted(text, pasted).trim()
    assert.deepEqual(apart(sent), { text, pasted }, "also as the server keeps it")
  }
})

test("a model reads each with its name, in a fence that nothing within closes", () => {
  assert.equal(
    withPasted("Why?", ["``` no", "b"]),
    "Why?\n\npasted.txt:\n````\n``` no\n````\n\npasted-2.txt:\n```\nb\n```",
  )
})

test("code in a message of somebody's own stays where it is", () => {
  const message = "main.py:\n```\nprint()\n```"
  assert.deepEqual(apart(message), { text: message, pasted: [] })
})

test("only what is long is taken out of the message, and no file", () => {
  const given = (/** @type {string} */ text, files = 0) =>
    longTextOf(/** @type {any} */ ({ files: { length: files }, getData: () => text }))
  assert.equal(given("x".repeat(4000)), null)
  assert.equal(given("x".repeat(4001)), "x".repeat(4001))
  assert.equal(given("x".repeat(4001), 1), null)
  assert.equal(given("a\r\nb\r".repeat(1000))?.slice(0, 4), "a\nb\n")
  assert.equal(longTextOf(null), null)
})
