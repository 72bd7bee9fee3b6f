import assert from "node:assert/strict"
import { test } from "node:test"

import { signedAt, without } from "../../static/lib/signs.js"

const at = (/** @type {string} */ text) => signedAt(text, text.length)

test("a sign at the beginning of a word offers what follows it", () => {
  assert.deepEqual(at("@gem"), { sign: "@", words: "gem", from: 0 })
  assert.deepEqual(at("Look at #boat"), { sign: "#", words: "boat", from: 8 })
  assert.deepEqual(at("/"), { sign: "/", words: "", from: 0 })
  assert.deepEqual(signedAt("Ask @gem about it", 8), { sign: "@", words: "gem", from: 4 })
})

test("addresses, headings, paths and fractions stay what they are", () => {
  const texts = ["ada@example.org", "# Title", "## ", "##", "/usr/bin", "and/or", "1 /2", "@gem is"]
  for (const text of texts) assert.equal(at(text), null, text)
})

test("what was taken leaves no trace in the text", () => {
  for (const [text, rest] of [["Look at #boat", "Look at"], ["@gem", ""], ["/new", ""]])
    assert.equal(without(text, /** @type {never} */ (at(text))), rest)
  const middle = "Ask @gem about it"
  const signed = /** @type {never} */ (signedAt(middle, 8))
  assert.equal(without(middle, signed), "Ask about it")
})
