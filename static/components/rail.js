/** The way through the app: what to make, what was made, who one is. */

/** @import { Common } from "./shell.js" */
/** @import { IconName } from "./icon.js" */

import { h } from "../lib/dom.js"
import { onChange } from "../lib/live.js"
import { texts } from "../texts/en.js"
import { accountMenu } from "./account-menu.js"
import { brand } from "./brand.js"
import { icon } from "./icon.js"
import { createThreadList } from "./thread-list.js"

/** @type {[string, IconName, string][]} */
const MAKE = [
  ["/generate/text", "text", texts.nav.text],
  ["/generate/image", "image", texts.nav.image],
  ["/generate/video", "film", texts.nav.video],
]

/** @type {[string, IconName, string][]} */
const LOOK = [
  ["/library", "grid", texts.nav.library],
  ["/jobs", "jobs", texts.nav.jobs],
  ["/usage", "usage", texts.nav.usage],
]

/** @param {Common} common */
export function createRail(common) {
  const { api, router, site } = common
  /** @param {[string, IconName, string]} entry */
  const entry = ([path, name, label]) =>
    h("li", {}, h("a", { class: "rail-link", href: api.url(path), "data-path": path }, icon(name), label))
  const rail = h(
    "nav",
    { class: "rail", "aria-label": texts.nav.main },
    h("div", { class: "rail-head" }, brand(site.name, api.url("/generate")), hideButton()),
    h("p", { class: "rail-label", id: "rail-make" }, texts.nav.generate),
    h("ul", { class: "rail-list", "aria-labelledby": "rail-make" }, MAKE.map(entry)),
    h("ul", { class: "rail-list rail-look" }, LOOK.map(entry)),
    createThreadList(common),
    accountMenu(common),
  )
  const mark = () => markCurrent(rail, router.path)
  router.addEventListener("leave", mark)
  router.addEventListener("moved", mark)
  countRunning(rail, common)
  return rail
}

function hideButton() {
  const hide = (/** @type {Event} */ { target }) =>
    target?.dispatchEvent(new CustomEvent("hide", { bubbles: true }))
  return h(
    "button",
    { type: "button", class: "icon-button rail-hide", "aria-label": texts.nav.hide, onclick: hide },
    icon("rail"),
  )
}

/**
 * @param {HTMLElement} rail
 * @param {string} path
 */
function markCurrent(rail, path) {
  const newest = (/** @type {string} */ own) => own === path || (own !== "/generate/text" && path.startsWith(`${own}/`))
  for (const link of rail.querySelectorAll("a[data-path]")) {
    if (newest(link.getAttribute("data-path") ?? "")) link.setAttribute("aria-current", "page")
    else link.removeAttribute("aria-current")
  }
}

/**
 * The number of images and films under way, beside Jobs and in the document's title.
 * @param {HTMLElement} rail
 * @param {Common} common
 */
function countRunning(rail, { live }) {
  /** @type {Set<string>} */
  const running = new Set()
  const badge = h("span", { class: "badge", hidden: true })
  rail.querySelector('[data-path="/jobs"]')?.append(badge)
  const show = () => {
    badge.hidden = running.size === 0
    badge.textContent = String(running.size)
    badge.setAttribute("aria-label", texts.nav.running(running.size))
  }
  onChange(
    live,
    (change) => {
      const goesOn = "state" in change && change.kind !== "text" && ["queued", "running"].includes(change.state)
      if (goesOn) running.add(change.id)
      else running.delete(change.id)
      show()
    },
    new AbortController().signal,
  )
}
