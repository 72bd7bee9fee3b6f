import assert from "node:assert/strict"
import { test } from "node:test"

import { plainTextOf } from "../../static/lib/plain-text.js"

const read = (/** @type {BlobPart} */ content, most = 100) => plainTextOf(new Blob([content]), most)

test("a text is read whatever it is called, in one kind of line ends and without its mark", async () => {
  assert.equal(await read("a,b\r\nc,d\re"), "a,b\nc,d\ne")
  assert.equal(await read("\ufeffÄ 🌊"), "Ä 🌊")
  assert.equal(await read(""), "")
})

test("what is not UTF-8, or has zeros in it, is no text", async () => {
  for (const bytes of [[0xff, 0xfe, 0x61, 0], [0x25, 0x50, 0xe2, 0xe3], [0x61, 0, 0x62], [0xe2, 0x82]])
    assert.equal(await read(Uint8Array.from(bytes)), null, String(bytes))
})

test("of a long one only the beginning is read, though a letter is torn apart", async () => {
  for (const letter of ["x", "é", "€", "🌊"]) {
    const text = await read(letter.repeat(5000), 100)
    assert.ok(text && text.length > 100 && text.length <= 404, letter)
    assert.match(text, new RegExp(`^(?:${letter})+$`, "u"))
  }
  assert.equal(await read(Uint8Array.from({ length: 5000 }, (_, at) => at)), null)
})
