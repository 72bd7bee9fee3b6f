/** Where a person waits until an administrator has let them in. */

/** @import { Context, User } from "../lib/types.d.ts" */

import { authCard } from "../components/auth-card.js"
import { wordButton } from "../components/icon.js"
import { signOut } from "../components/sign-out.js"
import { h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"

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
      wordButton(texts.nav.signOut, () => signOut(api)),
      wordButton(texts.pending.check, () => look(), { class: "button-primary" }),
    ),
  )
}
