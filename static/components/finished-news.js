/** Tells when something has ended: beside the page's title, in a toast, by the system if wanted. */

/** @import { Common } from "./shell.js" */
/** @import { Entry } from "../lib/finished.js" */
/** @import { Change, Generation, Page } from "../lib/types.d.ts" */

import { Finished } from "../lib/finished.js"
import { onChange } from "../lib/live.js"
import { withQuery } from "../lib/router.js"
import { texts } from "../lib/texts.js"
import { countNews } from "../lib/title.js"
import { toast } from "./news.js"

const FEW = 2 // endings that are told one by one; more at once are told as a number

/**
 * @param {Common} common
 * @param {AbortSignal} signal
 */
export function followFinished(common, signal) {
  const { api, live, router, storage } = common
  const finished = new Finished(storage)
  const heed = (/** @type {Change} */ change) => finished.heard(change, isInView(change, router.path))
  onChange(live, heed, signal)
  /** @type {Entry[]} */
  const arrived = []
  const tellArrived = () => tellAll(common, finished, arrived.splice(0))
  finished.addEventListener(
    "ended",
    (event) => arrived.push(detailOf(event)) === 1 && queueMicrotask(tellArrived),
    { signal },
  )
  finished.addEventListener("changed", () => countNews(finished.unseen), { signal })
  // Another tab has heard or seen something.
  addEventListener("storage", () => finished.dispatchEvent(new Event("changed")), { signal })
  const look = () => markSeen(finished, router.path)
  router.addEventListener("leave", look, { signal })
  document.addEventListener("visibilitychange", look, { signal })
  countNews(finished.unseen)

  /**
   * What ended while no tab was listening.
   * @param {Generation[]} running
   */
  async function catchUp(running) {
    const known = new Set(running.map(({ id }) => id))
    const awaited = finished.awaited.filter((id) => !known.has(id))
    const limit = awaited.length > 0 ? 100 : 20
    /** @type {Page<Generation>} */
    const { items } = await api.get(withQuery("/api/generations", { limit }), { signal })
    items.forEach(heed)
    for (const id of awaited) {
      if (!items.some((each) => each.id === id)) heed({ id, deleted: true })
    }
  }
  return { finished, catchUp }
}

/**
 * @param {Change} change
 * @param {string} path
 */
function isInView(change, path) {
  if (document.hidden || "deleted" in change) return false
  if (change.kind === "text") return path === `/generate/text/${change.thread_id}`
  return path === `/generate/${change.kind}` || path === "/jobs"
}

/**
 * Whoever opens the page on which something is shown has seen it.
 * @param {Finished} finished
 * @param {string} path
 */
function markSeen(finished, path) {
  if (document.hidden) return
  for (const { id, seen, kind, address } of finished.entries) {
    if (!seen && (path === "/jobs" || path === address || path === `/generate/${kind}`)) {
      finished.seen(id)
    }
  }
}

/**
 * @param {Common} common
 * @param {Finished} finished
 * @param {Entry[]} entries that ended in the same moment, or while nobody looked
 */
function tellAll(common, finished, entries) {
  if (document.hidden || entries.length <= FEW) {
    for (const entry of entries) tell(common, finished, entry)
    return
  }
  const open = () => common.router.go("/jobs")
  toast(texts.news.many(entries.length), { label: texts.news.all, act: open }, { kept: false })
}

/**
 * @param {Common} common
 * @param {Finished} finished
 * @param {Entry} entry
 */
async function tell(common, finished, entry) {
  const { router, storage } = common
  if (document.hidden) {
    if (!storage.get("notify", false)) return
    const { notify } = await import("../lib/system-news.js")
    await notify(common.api.url(entry.address ?? "/jobs"), endingOf(entry), entry)
    return
  }
  const open = () => {
    finished.seen(entry.id)
    router.go(entry.address ?? "/jobs")
  }
  toast(`${endingOf(entry)} ${entry.prompt}`, { label: texts.jobs.open, act: open }, { kept: false })
}

/** @param {Entry} entry */
export const endingOf = ({ kind, state }) => texts.job.announce[state](texts.kinds[kind])

/** @param {Event} event */
const detailOf = (event) => /** @type {CustomEvent<Entry>} */ (event).detail
