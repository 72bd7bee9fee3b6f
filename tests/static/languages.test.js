import assert from "node:assert/strict"
import test from "node:test"

import { fileEnding } from "../../static/lib/languages.js"

test("a saved file ends as its language does, and as text when it is none we know", () => {
  assert.equal(fileEnding("Python"), "py")
  assert.equal(fileEnding("c++"), "cpp")
  assert.equal(fileEnding(""), "txt")
  assert.equal(fileEnding("constructor"), "txt")
})
