/** What surrounds every page: rail or drawer, notices, keys, and the place where pages appear. */

/** @import { Context } from "../lib/types.d.ts" */
/** @import { Api } from "../lib/api.js" */
/** @import { Storage } from "../lib/storage.js" */
/** @import { Router } from "../lib/router.js" */

import { h, isComposing, isTyping } from "../lib/dom.js"
import { pressed } from "../lib/keys.js"
import { look } from "../lib/storage.js"
import { texts } from "../lib/texts.js"
import { icon, iconButton, wordButton } from "./icon.js"
import { brand, createRail } from "./rail.js"

/** What the keys shown in the rail are, unless the person has chosen others. */
const KEYS = { command: "Mod+K", new: "Mod+Shift+O", rail: "Mod+B" }

/** The signal of what lasts as long as the document. */
const forever = new AbortController().signal

/**
 * What menus, keys and the command box have in common.
 * @typedef {{ command: () => void, list: () => void, help: () => void, toggleRail: () => void,
 *   keysOf: (name: keyof typeof KEYS) => string }} Can
 */
/** @typedef {Omit<Context, "params" | "query" | "signal">} Common */

/**
 * @param {Common} common
 * @param {boolean} isIn whether the person may use the app
 */
export function createShell(common, isIn) {
  document.querySelector(".skip")?.replaceChildren(texts.nav.skip)
  const outlet = h("main", { id: "main", class: "outlet", tabindex: -1 })
  const told = h("div")
  if (common.site.announcement) announce(told, common)
  addEventListener("announcement", () => announce(told, common))
  const notices = h(
    "aside",
    { class: "notices", "aria-label": texts.nav.notices },
    told,
    common.site.demo && demoNotice(),
    isIn && connectionNotice(common),
    versionNotice(common.api),
  )
  if (!isIn) {
    const element = h("div", { class: "stage stage-outside" }, notices, outlet)
    return { outlet, element, complete: async () => {} }
  }
  const chosen = common.storage.get("keys", /** @type {Record<string, string>} */ ({}))
  const keysOf = (/** @type {keyof typeof KEYS} */ name) => chosen[name] ?? KEYS[name]
  const can = { command: openCommandBox, list: showShortcuts, help: showHelp, toggleRail, keysOf }
  const bells = [bellPlace(), bellPlace()]
  const navigation = placeRail(common, bells[0], can)
  const bar = topBar(common, bells[1], navigation.open)
  const stage = h("div", { class: "stage" }, bar, notices, outlet)
  common.router.closeOverlay = closeOverlay
  translate(common.storage)
  addEventListener("keydown", (event) => keys(event, common.router, can))

  function toggleRail() {
    navigation.toggle()
  }

  async function showShortcuts() {
    const list = await import("./shortcut-list.js")
    list.showShortcuts(common.storage)
  }

  async function showHelp() {
    const help = await import("./help.js")
    help.showHelp(common.api.base, showShortcuts)
  }

  async function openCommandBox() {
    const box = await import("./command-box.js")
    box.openCommandBox(common, { toggleRail, showShortcuts })
  }

  async function complete() {
    const later = await import("./shell-later.js")
    later.complete(common, { rail: navigation.rail, bells }, forever)
  }
  return { outlet, element: h("div", { class: "frame" }, navigation.element, stage), complete }
}

/**
 * @param {Common} common
 * @param {HTMLElement} bell
 * @param {() => void} open
 */
const topBar = (common, bell, open) =>
  h(
    "header",
    { class: "topbar" },
    iconButton("menu", texts.nav.open, open),
    brand(common.site.name, common.api.url("/generate")),
    bell,
  )

/** Filled once the page is there; until then it keeps its room. */
const bellPlace = () => h("div", { class: "bell-place" })

/**
 * Keys are translated only for those who have changed something about them.
 * @param {Storage} storage
 */
async function translate(storage) {
  if (storage.get("keys", null) === null && storage.get("keys:on", true)) return
  const { Bindings, translateKeys } = await import("../lib/shortcuts.js")
  translateKeys(new Bindings(storage))
}

/**
 * The rail stands beside the page where there is room, else it lies in a drawer.
 * @param {Common} common
 * @param {HTMLElement} bell
 * @param {Can} can
 */
function placeRail(common, bell, can) {
  const narrow = matchMedia("(width < 56rem)")
  const drawer = h("dialog", { class: "drawer", "aria-label": texts.nav.main })
  const place = h("div", { class: "rail-place" })
  const rail = createRail(common, bell, can)

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
  return { element: h("div", { class: "rail-holder" }, place, drawer), rail, open, toggle }
}

/** The uppermost dialog or menu. The lightbox has an address, so going back closes it anyway. */
function closeOverlay() {
  const dialog = [...document.querySelectorAll("dialog:modal:not(.lightbox)")].at(-1)
  const menu = document.querySelector(":popover-open")
  if (menu instanceof HTMLElement) menu.hidePopover()
  else if (dialog instanceof HTMLDialogElement) dialog.close()
  else return false
  return true
}

/**
 * @param {HTMLElement} place
 * @param {Common} common
 */
async function announce(place, { site, storage }) {
  const { showAnnouncement } = await import("./announcement.js")
  showAnnouncement(place, site, storage)
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
 * @param {Can} can
 */
function keys(event, router, can) {
  if (isComposing(event) || event.defaultPrevented || document.querySelector("dialog:modal")) return
  const act = actionOf(event, router, can)
  if (!act) return
  event.preventDefault()
  act()
}

/**
 * @param {KeyboardEvent} event
 * @param {Router} router
 * @param {Can} can
 * @returns {(() => void) | undefined}
 */
function actionOf(event, router, can) {
  const keys = pressed(event)
  const always = {
    "Mod+K": can.command,
    "Mod+Shift+O": () => router.go(newAddress(router.path)),
    "Mod+B": can.toggleRail,
    "Mod+/": can.list,
    "Shift+Escape": focusComposer,
  }
  const outsideOfFields = { "/": focusComposer, "?": can.list }
  const acts = /** @type {Record<string, () => void>} */ (
    isTyping(event) ? always : { ...always, ...outsideOfFields }
  )
  return acts[keys]
}

/**
 * A new one of what the page makes; elsewhere a new text.
 * @param {string} path
 */
const newAddress = (path) =>
  ["/generate/image", "/generate/video"].find((each) => each === path) ?? "/generate/text"

function focusComposer() {
  const field = document.querySelector("[data-composer]")
  if (field instanceof HTMLElement) field.focus()
}
