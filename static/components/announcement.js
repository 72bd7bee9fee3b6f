/** What administrators have to tell everybody, above every page until it is dismissed. */

/** @import { Site } from "../lib/types.d.ts" */
/** @import { Common } from "./shell.js" */
/** @import { Storage } from "../lib/storage.js" */

import { fill, h } from "../lib/dom.js"
import { look } from "../lib/storage.js"
import { texts } from "../lib/texts.js"
import { icon, iconButton } from "./icon.js"

const LOOK_EVERY = 5 * 60_000 // milliseconds
const ICONS = /** @type {const} */ ({ info: "info", warning: "alert", alert: "ban" })

/**
 * Nothing for somebody who has dismissed these very words.
 * @param {HTMLElement} place
 * @param {Pick<Site, "announcement" | "announcement_level">} site
 * @param {Storage} storage
 */
export function showAnnouncement(
  place,
  { announcement: text, announcement_level: level },
  storage,
) {
  if (!text || storage.get("dismissed", "") === text) return fill(place)
  const dismiss = () => {
    storage.set("dismissed", text)
    fill(place)
  }
  fill(
    place,
    h(
      "div",
      { class: "notice notice-told", "data-level": level, role: "status" },
      icon(ICONS[level]),
      h("p", { dir: "auto" }, text),
      iconButton("close", texts.common.dismiss, dismiss),
    ),
  )
}

/**
 * A page may stay open for days: ask now and then. Whoever hears something else says so.
 * @param {Pick<Common, "api" | "site">} common
 * @param {AbortSignal} signal
 */
export function followAnnouncement(common, signal) {
  const timer = setInterval(() => document.hidden || askAgain(common), LOOK_EVERY)
  signal.addEventListener("abort", () => clearInterval(timer))
}

/**
 * Learn anew what the place says of itself, and show it if that is something else.
 * @param {Pick<Common, "api" | "site">} common
 */
export async function askAgain({ api, site }) {
  const before = keyOf(site)
  /** @type {Site | null} */
  const now = await api.get("/api/site").catch(() => null)
  if (now === null) return
  Object.assign(site, now)
  look.set("accent", now.accent)
  if (keyOf(now) !== before) dispatchEvent(new Event("announcement"))
}

/** @param {Site} site */
const keyOf = ({ announcement, announcement_level }) =>
  `${announcement_level} ${announcement ?? ""}`
