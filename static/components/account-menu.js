/** Who one is, at the foot of the rail, and what belongs to that. */

/** @import { Common } from "./shell.js" */

import { h } from "../lib/dom.js"
import { texts } from "../texts/en.js"
import { icon } from "./icon.js"
import { choiceOf } from "./look-choice.js"

/** @param {Common} common */
export function accountMenu({ api, router, user }) {
  const name = user.name || user.email
  const menu = h(
    "div",
    { class: "menu account-panel", popover: "auto", id: "account-menu" },
    h("a", { class: "menu-item", href: api.url("/account") }, icon("user"), texts.nav.account),
    h("a", { class: "menu-item", href: api.url("/usage") }, icon("usage"), texts.nav.usage),
    h("button", { type: "button", class: "menu-item", onclick: shortcuts }, icon("keyboard"), texts.nav.shortcuts),
    choiceOf("theme"),
    h("button", { type: "button", class: "menu-item", onclick: () => signOut(api) }, icon("signOut"), texts.nav.signOut),
  )
  const button = h(
    "button",
    { type: "button", class: "account-button", "aria-label": texts.nav.accountMenu(name) },
    h("span", { class: "avatar", "aria-hidden": "true" }, name.charAt(0).toUpperCase()),
    h("span", { class: "account-name" }, h("span", {}, name), h("small", {}, user.tier)),
    icon("more"),
  )
  button.popoverTargetElement = menu
  router.addEventListener("leave", () => menu.hidePopover())
  return h("div", { class: "account" }, button, menu)
}

async function shortcuts() {
  const { showShortcuts } = await import("./shortcut-list.js")
  showShortcuts()
}

/**
 * End this session. The document is loaded anew, so nothing of one person is left for the next.
 * @param {import("../lib/api.js").Api} api
 */
export async function signOut(api) {
  await api.post("/api/auth/logout").catch(() => {})
  location.assign(api.url("/login"))
}
