import assert from "node:assert/strict"
import { readdir, readFile } from "node:fs/promises"
import { test } from "node:test"

import { LANGUAGES, pluralIn } from "../../static/lib/language.js"
import { completed, isGroup } from "../../static/lib/texts.js"

const STATIC = new URL("../../static/", import.meta.url)

/** Every text by its full name, such as "nav.signOut". */
function named(words, prefix = "") {
  return Object.entries(words).flatMap(([name, text]) =>
    isGroup(text) ? named(text, `${prefix}${name}.`) : [[prefix + name, text]],
  )
}

const translations = Object.keys(LANGUAGES).filter((tag) => tag !== "en")

/** Where words are: those of every page, and those of a part that few people see. */
const FOLDERS = ["", "account/", "admin/", "composer/", "replies/", "sharing/"]

for (const [folder, tag] of FOLDERS.flatMap((each) => translations.map((tag) => [each, tag]))) {
  const wordsOf = (tag) => import(`../../static/texts/${folder}${tag}.js`)

  test(`${folder}${tag} has no text that English lacks, and none of another sort`, async () => {
    const known = new Map(named((await wordsOf("en")).texts))
    for (const [name, text] of named((await wordsOf(tag)).texts)) {
      assert.ok(known.has(name), `${name} is unknown in English`)
      assert.equal(typeof text, typeof known.get(name), name)
    }
  })

  test(`${folder}${tag} has every text, if it says that it is whole`, async () => {
    const { texts, whole } = await wordsOf(tag)
    if (!whole) return
    const own = new Map(named(texts))
    assert.deepEqual(
      named((await wordsOf("en")).texts).flatMap(([name]) => (own.has(name) ? [] : [name])),
      [],
    )
  })
}

test("a text that is not translated yet is shown in the original", () => {
  const original = { a: "one", group: { b: "two", c: ["x"] } }
  assert.deepEqual(completed(original, { group: { c: ["y"] } }), {
    a: "one",
    group: { b: "two", c: ["y"] },
  })
})

test("the page offers the languages there are words for", async () => {
  const page = await readFile(new URL("index.html", STATIC), "utf8")
  assert.deepEqual(
    /data-languages="([^"]+)"/.exec(page)?.[1].split(" ").toSorted(),
    Object.keys(LANGUAGES).toSorted(),
  )
  for (const folder of FOLDERS) {
    const names = await readdir(new URL(`texts/${folder}`, STATIC))
    const tags = names.filter((name) => name.endsWith(".js")).map((name) => name.slice(0, -3))
    assert.deepEqual(tags.toSorted(), Object.keys(LANGUAGES).toSorted())
  }
})

test("no module takes the words of one language", async () => {
  const names = await readdir(STATIC, { recursive: true })
  for (const name of names.filter((each) => /^(lib|components|pages)\/.*\.js$/.test(each))) {
    if (FOLDERS.some((folder) => name === `lib/${folder}texts.js`)) continue
    const text = await readFile(new URL(name, STATIC), "utf8")
    assert.doesNotMatch(text, /texts\/(\w+\/)?en\.js/, `${name}: import the words from lib/texts.js`)
  }
})

test("the form of a word follows the rules of its language", () => {
  const words = pluralIn("en")
  assert.deepEqual([0, 1, 2].map((count) => words(count, "word", "words")), ["words", "word", "words"])
})
