import assert from "node:assert/strict"
import { test } from "node:test"

import { namesOf, pressed } from "../../static/lib/keys.js"
import { Bindings, SHORTCUTS } from "../../static/lib/shortcuts.js"

function bindings() {
  const values = new Map()
  return new Bindings({
    get: (name, otherwise) => values.get(name) ?? otherwise,
    set: (name, value) => (value === null ? values.delete(name) : values.set(name, value)),
  })
}

const press = (key, code, more = {}) =>
  pressed({ key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more })

test("pressed keys have one name, on every system and alphabet", () => {
  assert.equal(press("k", "KeyK", { ctrlKey: true }), "Mod+K")
  assert.equal(press("k", "KeyK", { metaKey: true }), "Mod+K")
  assert.equal(press("O", "KeyO", { ctrlKey: true, shiftKey: true }), "Mod+Shift+O")
  assert.equal(press("ø", "KeyO", { altKey: true }), "Alt+O")
  assert.equal(press("?", "Slash", { shiftKey: true }), "?")
  assert.equal(press("/", "Digit7", { ctrlKey: true, shiftKey: true }), "Mod+/")
  assert.equal(press("л", "KeyK", { ctrlKey: true }), "Mod+K")
  assert.equal(press("Escape", "Escape", { shiftKey: true }), "Shift+Escape")
  assert.equal(press("Control", "ControlLeft", { ctrlKey: true }), "")
})

test("keys mean what they were born with until somebody chooses", () => {
  const chosen = bindings()
  for (const { keys } of SHORTCUTS) assert.equal(chosen.meaningOf(keys), undefined)
})

test("chosen keys mean what was bound to them, and the old ones nothing", () => {
  const chosen = bindings()
  chosen.bind("command", "Mod+J")
  assert.equal(chosen.meaningOf("Mod+J"), "Mod+K")
  assert.equal(chosen.meaningOf("Mod+K"), null)
  assert.equal(chosen.keysOf("command"), "Mod+J")
  chosen.bind("command", "Mod+K")
  assert.equal(chosen.meaningOf("Mod+K"), undefined)
  assert.equal(chosen.isChanged, false)
})

test("two actions can change places", () => {
  const chosen = bindings()
  chosen.bind("favourite", "D")
  chosen.bind("download", "F")
  assert.equal(chosen.meaningOf("D"), "F")
  assert.equal(chosen.meaningOf("F"), "D")
})

test("switched off, keys do nothing but what fields and lists do everywhere", () => {
  const chosen = bindings()
  chosen.on = false
  for (const { keys, fixed } of SHORTCUTS) {
    assert.equal(chosen.meaningOf(keys), fixed ? undefined : null, keys)
  }
})

test("keys that are taken where they would be wanted are told", () => {
  const chosen = bindings()
  assert.equal(chosen.takenBy("rail", "Mod+K")?.id, "command")
  assert.equal(chosen.takenBy("favourite", "D")?.id, "download")
  assert.equal(chosen.takenBy("favourite", "/")?.id, "composer")
  assert.equal(chosen.takenBy("rail", "F")?.id, "favourite")
  assert.equal(chosen.takenBy("favourite", "X"), undefined)
  assert.equal(chosen.takenBy("earlier", "D"), undefined)
})

test("no two actions were born with the same keys in one place", () => {
  const places = SHORTCUTS.map(({ group, keys }) => `${group} ${keys}`)
  assert.equal(new Set(places).size, places.length)
})

test("keys are written as they are on the keyboard", () => {
  assert.deepEqual(namesOf("Mod+/"), ["Ctrl", "/"])
  assert.deepEqual(namesOf("Shift+Escape"), ["⇧", "Esc"])
})

test("who wants lines from Enter is told that Mod+Enter sends", () => {
  const chosen = bindings()
  assert.deepEqual(["send", "newline"].map((id) => chosen.keysOf(id)), ["Enter", "Shift+Enter"])
  chosen.enterSends = false
  assert.deepEqual(["send", "newline"].map((id) => chosen.keysOf(id)), ["Mod+Enter", "Enter"])
})
