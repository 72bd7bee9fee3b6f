/** What surrounds every page: rail or drawer, notices, and the place where pages appear. */

/** @import { Context } from "../lib/types.d.ts" */

import { h } from "../lib/dom.js"
import { look } from "../lib/storage.js"
import { texts } from "../texts/en.js"
import { brand } from "./brand.js"
import { icon } from "./icon.js"
import { connectionNotice, demoNotice } from "./notices.js"
import { createRail } from "./rail.js"
import { listenForKeys } from "./shortcuts.js"

/** @typedef {Omit<Context, "params" | "query" | "signal">} Common */

/**
 * @param {Common} common
 * @param {boolean} isIn whether the person may use the app
 */
export function createShell(common, isIn) {
  const outlet = h("main", { id: "main", class: "outlet", tabindex: -1 })
  const notices = [common.site.demo && demoNotice(), isIn && connectionNotice(common.live)]
  if (!isIn) {
    return { outlet, element: h("div", { class: "stage stage-outside" }, notices, outlet) }
  }
  const rail = createRail(common)
  const navigation = placeRail(rail, common)
  const stage = h("div", { class: "stage" }, topBar(common, navigation.open), notices, outlet)
  listenForKeys(common.router, navigation.toggle)
  return { outlet, element: h("div", { class: "frame" }, navigation.element, stage) }
}

/**
 * @param {Common} common
 * @param {() => void} open
 */
function topBar({ site, api }, open) {
  return h(
    "header",
    { class: "topbar" },
    h(
      "button",
      { type: "button", class: "icon-button", "aria-label": texts.nav.open, onclick: open },
      icon("menu"),
    ),
    brand(site.name, api.url("/generate")),
  )
}

/**
 * The rail stands beside the page where there is room, else it lies in a drawer.
 * @param {HTMLElement} rail
 * @param {Common} common
 */
function placeRail(rail, { router }) {
  const narrow = matchMedia("(width < 56rem)")
  const drawer = h("dialog", { class: "drawer", "aria-label": texts.nav.main })
  const place = h("div", { class: "rail-place" })
  const settle = () => {
    drawer.close()
    const home = narrow.matches ? drawer : place
    home.append(rail)
  }
  const open = () => {
    if (narrow.matches) drawer.showModal()
    else look.set("rail", "")
  }
  const toggle = () => {
    if (narrow.matches) return drawer.open ? drawer.close() : drawer.showModal()
    look.set("rail", look.get("rail") === "closed" ? "" : "closed")
  }
  narrow.addEventListener("change", settle)
  router.addEventListener("leave", () => drawer.close())
  drawer.addEventListener("click", ({ target }) => target === drawer && drawer.close())
  rail.addEventListener("hide", toggle)
  settle()
  return { element: h("div", { class: "rail-holder" }, place, drawer), open, toggle }
}
