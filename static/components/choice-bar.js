/** What can be done with the things that are chosen. It stays at the foot of the window. */

/** @import { Child } from "../lib/types.d.ts" */
/** @import { Selection } from "../lib/selection.js" */
/** @import { IconName } from "./icon.js" */

import { fill, h } from "../lib/dom.js"
import { number } from "../lib/format.js"
import { texts } from "../lib/texts.js"
import { icon, iconButton } from "./icon.js"

const words = texts.choice

/** @typedef {{ icon: IconName, label: string, act: () => void, danger?: boolean }} Act */

/**
 * @param {Selection} selection
 * @param {{ acts: () => Act[], all: () => void, done: () => void }} how
 */
export function createChoiceBar(selection, { acts, all, done }) {
  const count = h("p", { class: "choice-count", role: "status" })
  const buttons = h("div", { class: "choice-acts" })
  const element = h(
    "div",
    { class: "choice-bar", role: "toolbar", "aria-label": words.bar, hidden: true },
    iconButton("close", words.clear, done),
    count,
    h("button", { type: "button", class: "button button-quiet", onclick: all }, words.all),
    buttons,
  )

  /** @param {boolean} isChoosing whether to show it before anything is chosen */
  function show(isChoosing) {
    const wasHidden = element.hidden
    element.hidden = selection.size === 0 && !isChoosing
    count.textContent = words.count(selection.size, number(selection.size))
    if (wasHidden && !element.hidden) fill(buttons, acts().map(button))
    for (const each of buttons.querySelectorAll("button")) each.disabled = selection.size === 0
  }
  return { element, show }
}

/** @param {Act} act @returns {Child} */
const button = ({ icon: name, label, act, danger = false }) =>
  h(
    "button",
    {
      type: "button",
      class: `button choice-act ${danger ? "button-danger" : ""}`,
      "aria-label": label,
      title: label,
      onclick: act,
    },
    icon(name),
    h("span", {}, label),
  )
