/** The button that says which model will answer, and opens the list of all. */

/** @import { Choices } from "../lib/choices.js" */

import { h } from "../lib/dom.js"
import { texts } from "../texts/en.js"
import { icon } from "./icon.js"

/** @param {Choices} choices */
export function createModelPicker(choices) {
  const name = h("span", { class: "model-name" }, texts.common.loading)
  const menu = h("div", { class: "menu model-menu", popover: "auto" })
  /** @type {HTMLButtonElement} */
  const button = h(
    "button",
    { type: "button", class: "model-button", "aria-haspopup": "listbox", "aria-expanded": "false", onclick: toggle },
    icon("bolt"),
    h("span", { class: "visually-hidden" }, `${texts.model.label}: `),
    name,
    icon("chevronDown"),
  )

  async function toggle() {
    if (menu.matches(":popover-open")) return menu.hidePopover()
    const [{ createModelList }, { placeBeside }] = await Promise.all([import("./model-list.js"), import("../lib/place.js")])
    const list = createModelList(choices, () => menu.hidePopover())
    menu.replaceChildren(list)
    menu.showPopover()
    placeBeside(menu, button)
    list.querySelector("input")?.focus()
  }
  menu.addEventListener("toggle", (event) => {
    const isOpen = /** @type {ToggleEvent} */ (event).newState === "open"
    button.setAttribute("aria-expanded", String(isOpen))
    if (!isOpen && menu.contains(document.activeElement)) button.focus()
  })

  const show = () => {
    const { model } = choices
    // A route tells in brackets whom it would ask now; the list shows that, here is no room.
    name.textContent = (model?.is_route ? model.name.replace(/ \(.*/, "") : model?.name) ?? texts.model.choose
    button.title = model?.name ?? ""
  }
  choices.addEventListener("model", show)
  if (choices.model) show()
  return h("div", { class: "model-picker" }, button, menu)
}
