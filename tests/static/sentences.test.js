import assert from "node:assert/strict"
import { test } from "node:test"

import { Sentences } from "../../static/lib/sentences.js"

/** All that is told of a text that comes letter by letter. */
function heard(text, locale = "en") {
  const sentences = new Sentences(locale)
  const told = []
  for (let end = 1; end <= text.length; end += 1) told.push(...sentences.next(text.slice(0, end)))
  return [...told, ...sentences.next(text, true)]
}

test("a sentence is told once the next has begun, and the last when all is over", () => {
  const sentences = new Sentences("en")
  assert.deepEqual(sentences.next("Boats float. They"), ["Boats float."])
  assert.deepEqual(sentences.next("Boats float. They do. Do th"), ["They do."])
  assert.deepEqual(sentences.next("Boats float. They do. Do they?"), [])
  assert.deepEqual(sentences.next("Boats float. They do. Do they?", true), ["Do they?"])
})

test("the end of a line ends a sentence that has no full stop", () => {
  assert.deepEqual(heard("# On boats\n\n- They float\n- They sink\n"), [
    "On boats",
    "They float",
    "They sink",
  ])
})

test("a number with a point in it is one number, however it comes", () => {
  assert.deepEqual(heard("It costs 3.50 in all. Or 4."), ["It costs 3.50 in all.", "Or 4."])
})

test("code is left out, also while its end has not come", () => {
  assert.deepEqual(heard("Look:\n```js\nlet a = 1. Not this.\n```\nThat was it."), [
    "Look:",
    "That was it.",
  ])
  assert.deepEqual(heard("Look:\n~~~\n```\nlet a\n~~~~\nDone."), ["Look:", "Done."])
  assert.deepEqual(heard("Look:\n```\nnever closed. Really."), ["Look:"])
})

test("marks are not said, and what they mark is", () => {
  assert.deepEqual(heard("**Boats** _float_ on `water`, see [here](https://a.example/b). ~~No.~~"), [
    "Boats float on water, see here.",
    "No.",
  ])
  assert.deepEqual(heard("> 1. [x] Two * three is snake_case<br> and 2*3."), [
    "Two * three is snake_case and 2*3.",
  ])
})

test("a table is told row by row, without its rules", () => {
  assert.deepEqual(heard("| Boat | Crew |\n|:--|--:|\n| Raft | 2 |\n\n---\nEnd"), [
    "Boat, Crew",
    "Raft, 2",
    "End",
  ])
})

test("what is told again from its start is not said again", () => {
  const sentences = new Sentences("en")
  const text = "One is here. Two is here.\nThree is here. Four"
  assert.equal(sentences.next(text).length, 3)
  assert.deepEqual(sentences.next("One is"), [])
  assert.deepEqual(sentences.next("One is here. Two is here.\nThree"), [])
  assert.deepEqual(sentences.next(`${text} is too.`, true), ["Four is too."])
})

test("sentences are found where no spaces are", () => {
  assert.deepEqual(heard("船が浮かぶ。船が沈む。", "ja"), ["船が浮かぶ。", "船が沈む。"])
})
