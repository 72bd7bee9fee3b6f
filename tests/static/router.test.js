import assert from "node:assert/strict"
import { test } from "node:test"

import { match, safeNext, withQuery } from "../../static/lib/router.js"

test("a pattern names the parts of an address", () => {
  assert.deepEqual(match("/generate/text/:thread?", "/generate/text/42"), { thread: "42" })
  assert.deepEqual(match("/generate/text/:thread?", "/generate/text"), {})
  assert.deepEqual(match("/library/:item?", "/library/a%20b"), { item: "a b" })
})

test("another address does not match", () => {
  assert.equal(match("/generate/text/:thread?", "/generate/image"), null)
  assert.equal(match("/generate/text/:thread?", "/generate/text/1/2"), null)
  assert.equal(match("/library/:item", "/library"), null)
})

test("an address that cannot be decoded is taken as it is", () => {
  assert.deepEqual(match("/library/:item?", "/library/%E0%A4%A"), { item: "%E0%A4%A" })
})

test("after signing in one only ever lands on this site", () => {
  assert.equal(safeNext("/library?q=sea"), "/library?q=sea")
  for (const next of [
    null,
    "",
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:1",
    "/a\n/b",
    "/\t/evil",
  ]) {
    assert.equal(safeNext(next), "/generate", String(next))
  }
})

test("a query leaves out what is not there", () => {
  const values = { kind: "image", q: "", before: null, favourite: undefined, limit: 0, open: false }
  assert.equal(withQuery("/library", values), "/library?kind=image&limit=0&open=false")
  assert.equal(withQuery("/library", {}), "/library")
  assert.equal(withQuery("/library", { q: "a&b=c" }), "/library?q=a%26b%3Dc")
})
