/** Two or more ways to do one thing, as tabs: arrows move, and moving chooses. */

import { h } from "../lib/dom.js"

/**
 * @param {string} label
 * @param {{ id: string, label: string }[]} tabs
 * @param {string} chosen
 * @param {(id: string) => void} onchoose
 * @returns `select` marks a tab without telling
 */
export function createTabs(label, tabs, chosen, onchoose) {
  const buttons = tabs.map(({ id, label: name }) =>
    h(
      "button",
      {
        type: "button",
        role: "tab",
        class: "tab",
        id: `tab-${id}`,
        "aria-controls": "tab-panel",
        "data-tab": id,
        onclick: () => choose(id),
      },
      name,
    ),
  )
  const list = h("div", { class: "tabs", role: "tablist", "aria-label": label }, buttons)

  /** @param {string} id */
  function choose(id) {
    mark(id)
    onchoose(id)
  }

  /** @param {string} id */
  function mark(id) {
    for (const button of buttons) {
      const isChosen = button.dataset["tab"] === id
      button.setAttribute("aria-selected", String(isChosen))
      button.tabIndex = isChosen ? 0 : -1
    }
  }

  list.addEventListener("keydown", ({ key }) => {
    const at = buttons.findIndex((button) => button === document.activeElement)
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[key]
    const next = to === undefined ? undefined : buttons.at(to % buttons.length)
    next?.focus()
    next?.click()
  })
  mark(chosen)
  return { element: list, select: mark }
}
