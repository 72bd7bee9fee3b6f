/** The button that says which model will answer, and opens the list of all. */

/** @import { Choices } from "../lib/choices.js" */
/** @import { Model } from "../lib/types.d.ts" */

import { h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { icon } from "./icon.js"

/** @param {Choices} choices */
export function createModelPicker(choices) {
  const name = h("span", { class: "model-name" }, texts.common.loading)
  const menu = h("div", { class: "menu model-menu", popover: "auto" })
  const button = modelButton(name, () => toggle(choices, menu, button))
  menu.addEventListener("toggle", (event) => {
    const isOpen = /** @type {ToggleEvent} */ (event).newState === "open"
    button.setAttribute("aria-expanded", String(isOpen))
    if (!isOpen && menu.contains(document.activeElement)) button.focus()
  })
  const show = () => {
    name.textContent = shortName(choices.model)
    button.title = choices.model?.name ?? ""
  }
  choices.addEventListener("model", show)
  if (choices.model) show()
  return h("div", { class: "model-picker" }, button, menu)
}

/**
 * @param {HTMLElement} name
 * @param {() => void} onclick
 */
const modelButton = (name, onclick) =>
  h(
    "button",
    {
      type: "button",
      class: "model-button",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      onclick,
    },
    icon("bolt"),
    h("span", { class: "visually-hidden" }, `${texts.model.label}: `),
    name,
    icon("chevronDown"),
  )

/**
 * A route tells in brackets whom it would ask now; the list shows that, here is no room.
 * @param {Model | null} model
 */
function shortName(model) {
  if (!model) return texts.model.choose
  return model.is_route ? model.name.replace(/ \(.*/, "") : model.name
}

/**
 * @param {Choices} choices
 * @param {HTMLElement} menu
 * @param {HTMLElement} button
 */
async function toggle(choices, menu, button) {
  if (menu.matches(":popover-open")) return menu.hidePopover()
  const [{ createModelList }, { placeBeside }] = await Promise.all([
    import("./model-list.js"),
    import("../lib/place.js"),
  ])
  const list = createModelList(choices, () => menu.hidePopover())
  menu.replaceChildren(list)
  menu.showPopover()
  placeBeside(menu, button)
  list.querySelector("input")?.focus()
}
