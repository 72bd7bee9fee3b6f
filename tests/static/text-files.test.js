import assert from "node:assert/strict"
import { test } from "node:test"

import { another, apart, longTextOf, withFiles } from "../../static/lib/text-files.js"

const file = (/** @type {string} */ name, /** @type {string} */ text) => ({ name, text })
const pasted = (/** @type {string[]} */ ...each) =>
  each.map((text, at) => file(at === 0 ? "pasted.txt" : `pasted-${at + 1}.txt`, text))

test("what is put together comes apart again, whatever stands in it", () => {
  for (const [text, files] of /** @type {[string, any[]][]} */ ([
    ["Hello", []],
    ["", pasted("one\ntwo")],
    ["Compare these:", pasted("first\n", "\nsecond")],
    ["Look", pasted("```js\nx\n```", "pasted.txt:\n```\nno\n```", "````")],
    ["```\ncode\n```", pasted("a\n\nb")],
    ["Why?", [file("my notes.md", "# One\n"), ...pasted("x"), file("a:b.py", "attached c:\n```\n```")]],
    ["", [file("Makefile", "all:\n\tmake\n\n")]],
  ])) {
    assert.deepEqual(apart(withFiles(text, files)), { text, files })
    const sent = withFiles(text, files).trim()
    assert.deepEqual(apart(sent), { text, files }, "also as the server keeps it")
  }
})

test("a model reads each with its name, in a fence that nothing within closes", () => {
  assert.equal(
    withFiles("Why?", [...pasted("``` no", "b"), file("main.py", "print()")]),
    "Why?\n\npasted.txt:\n````\n``` no\n````\n\npasted-2.txt:\n```\nb\n```" +
      "\n\nattached main.py:\n```\nprint()\n```",
  )
})

test("no two have the same name, and none is longer than a line", () => {
  const given = [undefined, "a.md", undefined, "a.md", "a.md", "Makefile", "Makefile", ".env"]
  const files = /** @type {any[]} */ ([])
  for (const name of [...given, ".env", "x\n y", ""]) files.push(another(files, "", name))
  assert.deepEqual(
    files.map(({ name }) => name),
    [
      ...["pasted.txt", "a.md", "pasted-2.txt", "a-2.md", "a-3.md", "Makefile", "Makefile-2"],
      ...[".env", ".env-2", "x y", "text"],
    ],
  )
})

test("code in a message of somebody's own stays where it is", () => {
  const message = "main.py:\n```\nprint()\n```"
  assert.deepEqual(apart(message), { text: message, files: [] })
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
