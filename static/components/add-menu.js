/** All that can go into a message, behind one button: files, pictures, and what signs offer. */

/** @import { Sign } from "../lib/signs.js" */
/** @import { Composer } from "./composer.js" */
/** @import { Entry } from "./sign-entries.js" */

import { texts as words } from "../lib/composer/texts.js"
import { fill, h } from "../lib/dom.js"
import { placeBeside } from "../lib/place.js"
import { waysToAttach } from "./attach.js"
import { icon } from "./icon.js"

/**
 * Open the menu of the composer's button. From then on the button does so by itself.
 * @param {Composer} composer
 */
export function openAddMenu(composer) {
  if (!composer.add.popoverTargetElement) createMenu(composer).showPopover()
}

/** @param {Composer} composer */
function createMenu(composer) {
  const { add, box } = composer
  const menu = h("div", {
    class: "menu",
    role: "menu",
    "aria-label": words.title,
    popover: "auto",
  })
  add.popoverTargetElement = menu
  menu.addEventListener("keydown", (event) => move(menu, event))
  box.append(menu)
  menu.addEventListener("beforetoggle", (event) => {
    // Anew each time: another model may read no pictures.
    if (isOpening(event)) fill(menu, itemsOf(composer, menu))
  })
  menu.addEventListener("toggle", (event) => {
    add.setAttribute("aria-expanded", String(isOpening(event)))
    if (!isOpening(event)) return
    placeBeside(menu, add)
    menu.querySelector("button")?.focus()
  })
  return menu
}

const isOpening = (/** @type {Event} */ event) =>
  /** @type {ToggleEvent} */ (event).newState === "open"

/**
 * @param {Composer} composer
 * @param {HTMLElement} menu
 */
function itemsOf(composer, menu) {
  const item = (/** @type {Entry} */ { name, label, hint, run }) =>
    h(
      "button",
      {
        type: "button",
        class: "menu-item",
        role: "menuitem",
        tabindex: -1,
        onclick: () => (menu.hidePopover(), run()),
      },
      icon(name),
      h("span", { class: "sign-label" }, label),
      hint && h("kbd", {}, hint),
    )
  return [
    waysToAttach(composer).map(item),
    h("div", { role: "separator", class: "menu-line" }),
    signsOf(composer).map(item),
  ]
}

/**
 * What a sign in the message offers, for those who do not know the signs.
 * @param {Composer} composer
 * @returns {Entry[]}
 */
function signsOf(composer) {
  const entry = (/** @type {Entry["name"]} */ name, /** @type {Sign} */ hint) => ({
    name,
    label: words.signs[hint],
    hint,
    run: () => writeSign(composer, hint),
  })
  return [
    entry("preset", "/"),
    entry("bolt", "@"),
    ...(composer.mostPictures > 0 ? [entry("search", "#")] : []),
  ]
}

/**
 * As if it had been typed: at the caret, and a slash before everything.
 * @param {Composer} composer
 * @param {Sign} sign
 */
function writeSign({ field }, sign) {
  const at = sign === "/" ? 0 : field.selectionEnd
  const gap = /\S$/.test(field.value.slice(0, at)) ? " " : ""
  field.focus()
  field.setRangeText(`${gap}${sign}`, at, at, "end")
  field.dispatchEvent(new InputEvent("input", { data: sign, bubbles: true }))
}

/**
 * Arrows, Home and End move the focus, a letter finds an item, Tab leaves.
 * @param {HTMLElement} menu
 * @param {KeyboardEvent} event
 */
function move(menu, event) {
  const items = [...menu.querySelectorAll("button")]
  const at = items.findIndex((each) => each === document.activeElement)
  if (event.key === "Tab") return menu.hidePopover()
  const to = aim(items, at, event)
  if (!to) return
  event.preventDefault()
  to.focus()
}

/**
 * @param {HTMLElement[]} items
 * @param {number} at
 * @param {KeyboardEvent} event
 */
function aim(items, at, { key, ctrlKey, metaKey, altKey }) {
  if (key === "ArrowDown") return items[(at + 1) % items.length]
  if (key === "ArrowUp") return items.at(at - 1)
  if (key === "Home") return items[0]
  if (key === "End") return items.at(-1)
  if (key.length > 1 || key === " " || ctrlKey || metaKey || altKey) return undefined
  const begins = (/** @type {HTMLElement} */ { textContent }) =>
    textContent.trim().toLowerCase().startsWith(key.toLowerCase())
  return [...items.slice(at + 1), ...items].find(begins)
}
