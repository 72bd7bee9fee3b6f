/** What can be taken over from a card: the prompt, the settings, the picture itself. */

/** @import { Generation, Media, Role } from "../lib/types.d.ts" */
/** @import { Recall } from "../lib/recall.js" */
/** @import { IconName } from "./icon.js" */

import { copyText } from "../lib/clipboard.js"
import { h } from "../lib/dom.js"
import { placeBeside } from "../lib/place.js"
import { recallsOf } from "../lib/recall.js"
import { texts } from "../lib/texts.js"
import { usesOf } from "./generation-actions.js"
import { icon, wordButton } from "./icon.js"
import { toast } from "./news.js"

const words = texts.recall

/**
 * Either a verb, or a picture and its role. Told by a `picked` event that rises through the card.
 * @typedef {{ generation: Generation, verb?: Recall, role?: Role, media?: Media }} Picked
 */

/** @type {Record<Recall, IconName>} */
const ICONS = {
  prompt: "text",
  settings: "sliders",
  seed: "dice",
  size: "frameStart",
  all: "edit",
  remix: "refresh",
}

/** @param {Generation} generation */
export function createRecallMenu(generation) {
  const menu = h("div", { class: "menu", popover: "auto" })
  const button = wordButton(words.open, () => {}, { icon: "refresh", class: "button-quiet" })
  button.setAttribute("aria-haspopup", "true")
  button.popoverTargetElement = menu
  menu.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState !== "open") return
    menu.replaceChildren(...items(generation, menu))
    placeBeside(menu, button)
    menu.querySelector("button")?.focus()
  })
  return h("div", { class: "recall" }, button, menu)
}

/**
 * @param {HTMLElement} element
 * @param {Picked} picked
 */
export const tellPicked = (element, picked) =>
  element.dispatchEvent(new CustomEvent("picked", { bubbles: true, detail: picked }))

/**
 * @param {Generation} generation
 * @param {HTMLElement} menu
 */
function items(generation, menu) {
  const act = (/** @type {() => void} */ does) => () => {
    menu.hidePopover()
    does()
  }
  const verbs = recallsOf(generation).map((verb) =>
    item(ICONS[verb], words.verbs[verb], act(() => tellPicked(menu, { generation, verb }))),
  )
  const [media] = generation.media
  const uses = (media ? usesOf(media) : []).map(([label, , role]) =>
    item("image", label, act(() => tellPicked(menu, { generation, role, media }))),
  )
  const copy = () => copyText(generation.prompt).then(() => toast(texts.common.copied))
  return [
    ...verbs,
    ...uses,
    ...(generation.prompt ? [item("copy", texts.lightbox.copyPrompt, act(copy))] : []),
  ]
}

/**
 * @param {IconName} name
 * @param {string} label
 * @param {() => void} onclick
 */
const item = (name, label, onclick) =>
  h("button", { type: "button", class: "menu-item", onclick }, icon(name), label)
