/** What surrounds every page: rail or drawer, notices, keys, and the place where pages appear. */

/** @import { Context } from "../lib/types.d.ts" */
/** @import { Finished } from "../lib/finished.js" */
/** @import { Api } from "../lib/api.js" */
/** @import { Storage } from "../lib/storage.js" */
/** @import { Router } from "../lib/router.js" */

import { h, isComposing, isTyping } from "../lib/dom.js"
import { look } from "../lib/storage.js"
import { texts } from "../lib/texts.js"
import { createBell } from "./bell.js"
import { followFinished } from "./finished-news.js"
import { icon, iconButton, wordButton } from "./icon.js"
import { brand, createRail } from "./rail.js"

/** The signal of what lasts as long as the document. */
const forever = new AbortController().signal

/** @typedef {Omit<Context, "params" | "query" | "signal">} Common */

/**
 * @param {Common} common
 * @param {boolean} isIn whether the person may use the app
 */
export function createShell(common, isIn) {
  document.querySelector(".skip")?.replaceChildren(texts.nav.skip)
  const outlet = h("main", { id: "main", class: "outlet", tabindex: -1 })
  const notices = h(
    "aside",
    { class: "notices", "aria-label": texts.nav.notices },
    common.site.demo && demoNotice(),
    isIn && connectionNotice(common),
    versionNotice(common.api),
  )
  if (!isIn) {
    return { outlet, element: h("div", { class: "stage stage-outside" }, notices, outlet) }
  }
  const news = followFinished(common, forever)
  const navigation = placeRail(common, news)
  const bar = topBar(common, news.finished, navigation.open)
  const stage = h("div", { class: "stage" }, bar, notices, outlet)
  addEventListener("keydown", (event) => keys(event, common.router, navigation.toggle))
  return { outlet, element: h("div", { class: "frame" }, navigation.element, stage) }
}

/**
 * @param {Common} common
 * @param {Finished} finished
 * @param {() => void} open
 */
const topBar = (common, finished, open) =>
  h(
    "header",
    { class: "topbar" },
    iconButton("menu", texts.nav.open, open),
    brand(common.site.name, common.api.url("/generate")),
    createBell(common, finished),
  )

/**
 * The rail stands beside the page where there is room, else it lies in a drawer.
 * @param {Common} common
 * @param {ReturnType<typeof followFinished>} news
 */
function placeRail(common, news) {
  const narrow = matchMedia("(width < 56rem)")
  const drawer = h("dialog", { class: "drawer", "aria-label": texts.nav.main })
  const place = h("div", { class: "rail-place" })
  const rail = createRail(common, news, toggle)

  function settle() {
    drawer.close()
    const home = narrow.matches ? drawer : place
    home.append(rail)
  }

  function open() {
    if (narrow.matches) drawer.showModal()
    else look.set("rail", "")
  }

  function toggle() {
    if (!narrow.matches) look.set("rail", look.get("rail") === "closed" ? "" : "closed")
    else if (drawer.open) drawer.close()
    else drawer.showModal()
  }

  narrow.addEventListener("change", settle)
  common.router.addEventListener("leave", () => drawer.close())
  drawer.addEventListener("click", ({ target }) => target === drawer && drawer.close())
  settle()
  return { element: h("div", { class: "rail-holder" }, place, drawer), open, toggle }
}

const demoNotice = () =>
  h(
    "p",
    { class: "notice notice-demo" },
    h("strong", {}, texts.demo.badge),
    h("span", {}, texts.demo.notice),
  )

/**
 * Without a network: what is kept. Without a server: that we go on trying.
 * @param {Common} common
 */
function connectionNotice({ live, storage }) {
  const words = h("span")
  const notice = h(
    "p",
    { class: "notice notice-away", role: "status", hidden: true },
    icon("alert"),
    words,
  )
  const show = () => {
    notice.hidden = live.up && navigator.onLine
    words.textContent = navigator.onLine ? texts.connection.away : offlineWords(storage)
  }
  live.addEventListener("connection", show)
  addEventListener("online", show)
  addEventListener("offline", show)
  return notice
}

/** @param {Storage} storage */
function offlineWords(storage) {
  const drafts = storage.count("draft:")
  const { offline, goesOn, drafts: kept } = texts.connection
  return [offline, drafts > 0 ? kept(drafts) : goesOn].join(" — ")
}

/**
 * Offered, never done: only the person knows whether now is a good moment.
 * @param {Api} api
 */
function versionNotice(api) {
  const reload = () => location.reload()
  const notice = h(
    "p",
    { class: "notice notice-new", role: "status", hidden: true },
    h("span", {}, texts.connection.outdated),
    wordButton(texts.connection.reload, reload, { icon: "refresh", class: "button-quiet" }),
  )
  api.addEventListener("outdated", () => (notice.hidden = false))
  return notice
}

/**
 * Keys that work on every page. None fires while an input method composes or a dialog is open.
 * @param {KeyboardEvent} event
 * @param {Router} router
 * @param {() => void} toggleRail
 */
function keys(event, router, toggleRail) {
  if (isComposing(event) || event.defaultPrevented || document.querySelector("dialog:modal")) return
  const act = actionOf(event, router, toggleRail)
  if (!act) return
  event.preventDefault()
  act()
}

/**
 * @param {KeyboardEvent} event
 * @param {Router} router
 * @param {() => void} toggleRail
 * @returns {(() => void) | undefined}
 */
function actionOf(event, router, toggleRail) {
  const mod = event.ctrlKey || event.metaKey
  if (mod && event.shiftKey && event.code === "KeyO") return () => router.go("/generate/text")
  if (mod && !event.shiftKey && event.key === "b") return toggleRail
  if (mod && event.key === "/") return showShortcuts
  if (event.shiftKey && event.key === "Escape") return focusComposer
  if (mod || event.altKey || isTyping(event)) return undefined
  return { "/": focusComposer, "?": showShortcuts }[event.key]
}

function focusComposer() {
  const field = document.querySelector("[data-composer]")
  if (field instanceof HTMLElement) field.focus()
}

async function showShortcuts() {
  const list = await import("./shortcut-list.js")
  list.showShortcuts()
}
