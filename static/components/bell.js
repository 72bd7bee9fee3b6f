/** The button that counts news and opens the list of them. */

/** @import { Common } from "./shell.js" */
/** @import { Finished } from "../lib/finished.js" */

import { h } from "../lib/dom.js"
import { placeBeside } from "../lib/place.js"
import { texts } from "../lib/texts.js"
import { iconButton } from "./icon.js"

/**
 * @param {Common} common
 * @param {Finished} finished
 */
export function createBell({ api, router }, finished) {
  const badge = h("span", { class: "bell-count", "aria-hidden": "true", hidden: true })
  const panel = h("section", { class: "menu bell-panel", popover: "auto", "aria-label": texts.news.title })
  const button = iconButton("bell", texts.news.title, () => {}, { class: "bell" })
  button.append(badge)
  button.popoverTargetElement = panel

  function show() {
    const { unseen } = finished
    badge.hidden = unseen === 0
    badge.textContent = unseen > 99 ? "99+" : String(unseen)
    const label = unseen > 0 ? texts.news.unseen(unseen) : texts.news.title
    button.setAttribute("aria-label", label)
    button.title = label
  }

  async function open() {
    const { fillNewsList } = await import("./news-list.js")
    fillNewsList(panel, api.base, finished)
    placeBeside(panel, button)
  }
  panel.addEventListener("toggle", (event) => {
    if (event instanceof ToggleEvent && event.newState === "open") open()
    else finished.seen()
  })
  router.addEventListener("leave", () => panel.hidePopover())
  finished.addEventListener("changed", show)
  show()
  return [button, panel]
}
