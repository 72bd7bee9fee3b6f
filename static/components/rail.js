/** The way through the app: what to make, what was made, who one is. */

/** @import { Can, Common } from "./shell.js" */
/** @import { IconName } from "./icon.js" */
/** @import { User } from "../lib/types.d.ts" */

import { h } from "../lib/dom.js"
import { ariaKeys, namesOf, withKeys } from "../lib/keys.js"
import { texts } from "../lib/texts.js"
import { icon, iconButton } from "./icon.js"
import { ThreadList } from "./thread-list.js"

/** @typedef {[path: string, icon: IconName, label: string]} Entry */

/** @type {Entry[]} */
const MAKE = [
  ["/generate/text", "text", texts.nav.text],
  ["/generate/image", "image", texts.nav.image],
  ["/generate/video", "film", texts.nav.video],
]

/** @type {Entry[]} */
const LOOK = [
  ["/library", "grid", texts.nav.library],
  ["/jobs", "jobs", texts.nav.jobs],
  ["/usage", "usage", texts.nav.usage],
]

/** @type {Entry} */
const ADMIN = ["/admin", "shield", texts.nav.admin]

/** The signal of what lasts as long as the document. */
const forever = new AbortController().signal

/**
 * @param {Common} common
 * @param {HTMLElement} bell
 * @param {Can} can
 */
export function createRail(common, bell, can) {
  const { api, router, site, user } = common
  const look = user.role === "admin" ? [...LOOK, ADMIN] : LOOK
  const entry = (/** @type {Entry} */ [path, name, label]) =>
    h(
      "li",
      {},
      h("a", { class: "rail-link", href: api.url(path), "data-path": path }, icon(name), label),
    )
  const rail = h(
    "nav",
    { class: "rail", "aria-label": texts.nav.main },
    h(
      "div",
      { class: "rail-head" },
      brand(site.name, api.url("/generate")),
      newButton(api.url("/generate/text"), can.keysOf("new")),
      hideButton(can.keysOf("rail"), can.toggleRail),
    ),
    searchButton(can.keysOf("command"), can.command),
    h("p", { class: "rail-label", id: "rail-make" }, texts.nav.generate),
    h("ul", { class: "rail-list", "aria-labelledby": "rail-make" }, MAKE.map(entry)),
    h("ul", { class: "rail-list rail-look" }, look.map(entry)),
    new ThreadList(common, forever).element,
    accountMenu(common, bell, can),
  )
  const mark = () => markCurrent(rail, router.path)
  router.addEventListener("leave", mark)
  router.addEventListener("moved", mark)
  return rail
}

/**
 * The name of the place. Its mark is drawn by CSS.
 * @param {string} name
 * @param {string} href
 */
export const brand = (name, href) =>
  h(
    "a",
    { class: "brand", href },
    brandMark(),
    h("span", { class: "brand-name" }, name),
  )

export const brandMark = () =>
  h("span", { class: "brand-mark", "aria-hidden": "true" }, h("span", { class: "brand-light" }))

/**
 * @param {string} href
 * @param {string} keys
 */
const newButton = (href, keys) =>
  h(
    "a",
    {
      class: "icon-button rail-new",
      href,
      "aria-label": texts.nav.newText,
      "aria-keyshortcuts": ariaKeys(keys),
      title: withKeys(texts.nav.newText, keys),
    },
    icon("plus"),
  )

/**
 * @param {string} keys
 * @param {() => void} hide
 */
const hideButton = (keys, hide) =>
  iconButton("rail", texts.nav.hide, hide, {
    "aria-keyshortcuts": ariaKeys(keys),
    title: withKeys(texts.nav.hide, keys),
  })

/**
 * @param {string} keys
 * @param {() => void} open
 */
const searchButton = (keys, open) =>
  h(
    "button",
    { type: "button", class: "rail-search", "aria-keyshortcuts": ariaKeys(keys), onclick: open },
    icon("search"),
    texts.nav.search,
    keys && h("kbd", { "aria-hidden": "true" }, namesOf(keys).join(" ")),
  )

/**
 * @param {HTMLElement} rail
 * @param {string} path
 */
function markCurrent(rail, path) {
  const isCurrent = (/** @type {string} */ own) =>
    own === path || (own !== "/generate/text" && path.startsWith(`${own}/`))
  for (const link of rail.querySelectorAll("a[data-path]")) {
    if (isCurrent(link.getAttribute("data-path") ?? "")) link.setAttribute("aria-current", "page")
    else link.removeAttribute("aria-current")
  }
}

/**
 * Who one is, and what belongs to that.
 * @param {Common} common
 * @param {HTMLElement} bell
 * @param {Can} can
 */
function accountMenu({ api, router, user }, bell, can) {
  const theme = h("div")
  const menu = h(
    "div",
    { class: "menu account-panel", popover: "auto", id: "account-menu" },
    h("a", { class: "menu-item", href: api.url("/account") }, icon("user"), texts.nav.account),
    menuButton("keyboard", texts.nav.shortcuts, can.list),
    theme,
    menuButton("signOut", texts.nav.signOut, async () =>
      (await import("./sign-out.js")).signOut(api),
    ),
  )
  menu.addEventListener("beforetoggle", async () => {
    const { choiceOf } = await import("./look-choice.js")
    theme.replaceChildren(choiceOf("theme"))
  })
  router.addEventListener("leave", () => menu.hidePopover())
  const help = iconButton("help", texts.nav.help, can.help)
  return h(
    "div",
    { class: "account" },
    h("div", { class: "account-row" }, accountButton(user, menu), bell, help),
    menu,
  )
}

/**
 * @param {User} user
 * @param {HTMLElement} menu
 */
function accountButton(user, menu) {
  const avatar = h("span", { class: "avatar", "aria-hidden": "true" })
  const name = h("span")
  const button = h(
    "button",
    { type: "button", class: "account-button" },
    avatar,
    h("span", { class: "account-name" }, name, h("small", {}, user.tier)),
    h("span", { class: "visually-hidden" }, texts.nav.accountMenu),
    icon("more"),
  )
  const show = () => {
    name.textContent = user.name || user.email
    avatar.textContent = name.textContent.charAt(0).toUpperCase()
  }
  button.popoverTargetElement = menu
  addEventListener("user", show)
  show()
  return button
}

/**
 * @param {IconName} name
 * @param {string} label
 * @param {() => void} onclick
 */
const menuButton = (name, label, onclick) =>
  h("button", { type: "button", class: "menu-item", onclick }, icon(name), label)
