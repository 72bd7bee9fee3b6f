import assert from "node:assert/strict"
import { test } from "node:test"

import { digest, originOf } from "../../static/lib/origin.js"

const ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" // of FIPS 180-2
const { signal } = new AbortController()

/** A house in which only "abc" was made, and what it was asked. */
function house() {
  const asked = []
  const get = async (path) => {
    asked.push(path)
    return { items: path.endsWith(ABC) ? [{ id: "boat" }] : [], next: null }
  }
  return { asked, get }
}

test("a file is known by its bytes, not by its name", async () => {
  assert.equal(await digest(new File(["abc"], "any.png")), ABC)
  const api = house()
  const files = [new File(["abd"], "boat.png"), new File(["abc"], "x.png")]
  assert.equal((await originOf(api, files, signal))?.id, "boat")
  assert.equal(api.asked.length, 2)
})

test("what nobody made here has no origin", async () => {
  assert.equal(await originOf(house(), [new File(["abd"], "boat.png")], signal), null)
})

test("what is too large to be read is not asked after", async () => {
  const api = house()
  const huge = new File(["abc"], "film.mp4")
  Object.defineProperty(huge, "size", { value: 1e9 })
  assert.equal(await originOf(api, [huge], signal), null)
  assert.deepEqual(api.asked, [])
})
