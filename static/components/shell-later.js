/** What belongs to every page and can wait until the first one is there. */

/** @import { Common } from "./shell.js" */
/** @import { Generation, Page } from "../lib/types.d.ts" */

import { fill, h } from "../lib/dom.js"
import { onChange } from "../lib/live.js"
import { install, remember } from "../lib/offline.js"
import { texts } from "../lib/texts.js"
import { followAnnouncement } from "./announcement.js"
import { createBell } from "./bell.js"
import { followFinished } from "./finished-news.js"

/**
 * @param {Common} common
 * @param {{ rail: HTMLElement, bells: HTMLElement[] }} shell
 * @param {AbortSignal} signal
 */
export function complete(common, { rail, bells }, signal) {
  const { finished, catchUp } = followFinished(common, signal)
  for (const place of bells) fill(place, createBell(common, finished))
  followAnnouncement(common, signal)
  countRunning(rail, common, catchUp, signal)
  addEventListener("touchstart", followFingers, { once: true, passive: true })
  remember(common.api.base, { site: common.site, user: common.user }).catch(() => {})
  install(common.api)
}

/** From the second touch on; whoever has no touch screen needs none of it. */
async function followFingers() {
  const { followSwipes } = await import("./drawer-swipe.js")
  const drawer = document.querySelector("dialog.drawer")
  const stage = document.querySelector(".stage")
  if (drawer instanceof HTMLDialogElement && stage instanceof HTMLElement)
    followSwipes(drawer, stage)
}

/**
 * The number of images and films under way, beside Jobs.
 * @param {HTMLElement} rail
 * @param {Common} common
 * @param {(running: Generation[]) => Promise<void>} catchUp
 * @param {AbortSignal} signal
 */
function countRunning(rail, { api, live }, catchUp, signal) {
  /** @type {Set<string>} */
  const running = new Set()
  const badge = h("span", { class: "badge", hidden: true })
  rail.querySelector('[data-path="/jobs"]')?.append(badge)
  const count = (/** @type {Generation} */ { id, kind, state }) => {
    if (kind !== "text" && (state === "queued" || state === "running")) running.add(id)
    else running.delete(id)
  }
  const show = () => {
    badge.hidden = running.size === 0
    badge.textContent = String(running.size)
    badge.setAttribute("aria-label", texts.nav.running(running.size))
  }
  const read = async () => {
    /** @type {Page<Generation>} */
    const { items } = await api.get("/api/generations?state=queued&state=running&limit=100")
    items.forEach(count)
    show()
    await catchUp(items)
  }
  onChange(
    live,
    (change) => ("kind" in change ? count(change) : running.delete(change.id), show()),
    signal,
  )
  live.addEventListener("resync", () => (running.clear(), read().catch(() => {})))
  read().catch(() => {})
}
