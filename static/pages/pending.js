/** Where a person waits until an administrator has let them in. */

/** @import { Context, User } from "../lib/types.d.ts" */

import { signOut } from "../components/sign-out.js"
import { authCard } from "../components/auth-card.js"
import { h } from "../lib/dom.js"
import { texts } from "../texts/en.js"

const EVERY = 15_000 // milliseconds between two looks

/** @param {Context} context */
export function page({ api, site, signal }) {
  async function look() {
    /** @type {User} */
    const user = await api.get("/api/auth/me", { signal })
    if (user.state === "active") location.reload()
  }
  const timer = setInterval(() => look().catch(() => {}), EVERY)
  signal.addEventListener("abort", () => clearInterval(timer))
  return authCard(
    site,
    texts.pending.title,
    h("p", {}, texts.pending.text),
    h(
      "div",
      { class: "dialog-actions" },
      h("button", { type: "button", class: "button", onclick: () => signOut(api) }, texts.nav.signOut),
      h("button", { type: "button", class: "button button-primary", onclick: () => look() }, texts.pending.check),
    ),
  )
}
