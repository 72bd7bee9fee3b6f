/** Which model will answer, with the list of all, how much it thinks and where it looks before. */

/** @import { Choices } from "../lib/choices.js" */
/** @import { Model } from "../lib/types.d.ts" */

import { fill, h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { icon } from "./icon.js"
import { toast } from "./news.js"

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

const EFFORT = "reasoning_effort"

/**
 * How much a model thinks before it answers, where it lets one say so.
 * @param {Choices} choices
 */
export function createEffortChip(choices) {
  const label = texts.params.names[EFFORT]
  /** @type {HTMLSelectElement} */
  const select = h("select", {
    class: "effort-select",
    onchange: () => choices.set(EFFORT, select.value || null),
  })
  const element = h(
    "label",
    { class: "effort", hidden: true },
    h("span", { class: "effort-label" }, label),
    select,
  )
  const draw = () => {
    const control = choices.capabilities.params[EFFORT]
    const isOffered = control?.type === "enum"
    element.hidden = !isOffered
    if (!isOffered) return
    const values = control.values.map(String)
    fill(
      select,
      h("option", { value: "" }, texts.params.auto),
      values.map((value) => h("option", { value }, value)),
    )
    select.value = String(choices.params[EFFORT] ?? "")
  }
  choices.addEventListener("model", draw)
  choices.addEventListener("change", () => {
    select.value = String(choices.params[EFFORT] ?? "")
  })
  draw()
  return element
}

const WEB = "web_search"

let isExplained = false

/**
 * Whether the web is searched before the answer. What that means is told the first time.
 * @param {Choices} choices
 * @param {() => void} [onhidden] it had the focus, and is not to be seen any more
 */
export function createWebSwitch(choices, onhidden) {
  const toggle = () => {
    const isOn = choices.params[WEB] !== true
    choices.set(WEB, isOn || null)
    if (isOn && !isExplained) toast(texts.params.hints[WEB])
    isExplained ||= isOn
    if (!element.checkVisibility()) onhidden?.()
  }
  const element = h(
    "button",
    {
      type: "button",
      class: "web-switch",
      "aria-label": texts.params.names[WEB],
      title: texts.params.hints[WEB],
      onclick: toggle,
    },
    icon("globe"),
    h("span", { class: "web-switch-name" }, texts.params.web),
  )
  const draw = () => {
    element.hidden = !choices.capabilities.params[WEB]
    element.setAttribute("aria-pressed", String(choices.params[WEB] === true))
  }
  choices.addEventListener("model", draw)
  choices.addEventListener("change", draw)
  draw()
  return element
}
