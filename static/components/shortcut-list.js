/** All keys: to be found, changed, and switched off as a whole. */

/** @import { Shortcut } from "../lib/shortcuts.js" */
/** @import { Storage } from "../lib/storage.js" */

import { fill, h } from "../lib/dom.js"
import { ariaKeys, namesOf, pressed } from "../lib/keys.js"
import { Bindings, SHORTCUTS, translateKeys } from "../lib/shortcuts.js"
import { texts } from "../lib/texts.js"
import { openDialog } from "./dialog.js"
import { wordButton } from "./icon.js"
import { announce } from "./news.js"
import { switchRow } from "./switch.js"

const words = texts.shortcuts

/** @param {Storage} storage */
export function showShortcuts(storage) {
  if (document.querySelector(".shortcuts-dialog[open]")) return
  const list = shortcutList(storage)
  // In the dialog people come to search; on the account page the field waits.
  list.querySelector("[type=search]")?.setAttribute("autofocus", "")
  openDialog({ title: words.title, class: "shortcuts-dialog" }, list)
}

/**
 * The same in a dialog and on the account page.
 * @param {Storage} storage
 */
export function shortcutList(storage) {
  const bindings = new Bindings(storage)
  translateKeys(bindings)
  const list = h("div", { class: "keys" })
  const none = h("p", { class: "hint", hidden: true }, words.none)
  const search = h("input", {
    class: "input",
    type: "search",
    placeholder: words.search,
    "aria-label": words.search,
    oninput: () => show(),
  })
  const reset = wordButton(words.reset, () => (bindings.reset(), show()), { class: "button-quiet" })

  function show() {
    const wanted = search.value.trim().toLowerCase()
    const fits = (/** @type {Shortcut} */ each) =>
      `${nameOf(each)} ${namesOf(bindings.keysOf(each.id)).join(" ")}`.toLowerCase().includes(wanted)
    const found = SHORTCUTS.filter(fits)
    const groups = [...Map.groupBy(found, ({ group }) => group)]
    fill(
      list,
      groups.map(([group, members]) => section(words.groups[group], members, bindings, show)),
    )
    none.hidden = found.length > 0
    reset.hidden = !bindings.isChanged
  }
  show()
  const on = switchRow(words.on, bindings.on, (next) => (bindings.on = next))
  const enter = switchRow(words.enterSends, bindings.enterSends, (next) => {
    bindings.enterSends = next
    show()
  })
  return h("div", { class: "form" }, on, enter, search, list, none, reset)
}

/**
 * @param {string} title
 * @param {Shortcut[]} members
 * @param {Bindings} bindings
 * @param {() => void} changed
 */
const section = (title, members, bindings, changed) =>
  h(
    "section",
    {},
    h("h3", { class: "rail-label" }, title),
    h("ul", { class: "keys-list" }, members.map((each) => row(each, bindings, changed))),
  )

/**
 * @param {Shortcut} shortcut
 * @param {Bindings} bindings
 * @param {() => void} changed
 */
function row(shortcut, bindings, changed) {
  const { id, fixed } = shortcut
  const keys = bindings.keysOf(id)
  const name = h("span", { class: "key-name" }, nameOf(shortcut))
  if (fixed) return h("li", { class: "key-row" }, name, h("span", { class: "key-keys" }, keyMarks(keys)))
  const told = h("span", { class: "key-told", role: "status" })
  /** @type {HTMLButtonElement} */
  const button = h(
    "button",
    {
      type: "button",
      class: "key-keys key-change",
      title: words.change,
      onclick: () => listen(button, shortcut, bindings, told, changed),
    },
    keyMarks(keys),
    h("span", { class: "visually-hidden" }, words.changeOf(nameOf(shortcut))),
  )
  return h("li", { class: "key-row" }, name, button, told)
}

/**
 * The next keys are the new ones; Escape gives up, Backspace goes back to the old.
 * @param {HTMLButtonElement} button
 * @param {Shortcut} shortcut
 * @param {Bindings} bindings
 * @param {HTMLElement} told
 * @param {() => void} changed
 */
function listen(button, { id, keys: own }, bindings, told, changed) {
  const over = new AbortController()
  const { signal } = over
  button.classList.add("key-listening")
  told.textContent = words.press
  const end = () => {
    over.abort()
    changed()
    focusRow(id)
  }
  addEventListener("keydown", (event) => {
    event.preventDefault()
    event.stopImmediatePropagation()
    const keys = pressed(event)
    if (keys === "") return
    if (keys === "Escape" || keys === "Tab") return end()
    const wanted = keys === "Backspace" ? own : keys
    const other = bindings.takenBy(id, wanted)
    if (other) return (told.textContent = words.taken(nameOf(other)))
    bindings.bind(id, wanted)
    announce(words.changed(namesOf(wanted).join(" ")))
    end()
  }, { capture: true, signal })
  button.addEventListener("blur", end, { signal, once: true })
}

/** @param {string} id */
function focusRow(id) {
  const at = SHORTCUTS.findIndex((each) => each.id === id)
  const name = SHORTCUTS[at] && nameOf(SHORTCUTS[at])
  const rows = [...document.querySelectorAll(".key-row")]
  const row = rows.find((each) => each.querySelector(".key-name")?.textContent === name)
  row?.querySelector("button")?.focus()
}

/** @param {Shortcut} shortcut */
const nameOf = ({ id }) => /** @type {Record<string, string>} */ (words.names)[id] ?? id

/** @param {string} keys */
export const keyMarks = (keys) =>
  h(
    "span",
    { class: "key-marks", "aria-label": ariaKeys(keys), role: "img" },
    namesOf(keys).map((key) => h("kbd", {}, key)),
  )
