/** Recent conversations by day. */

/** @import { Page, Thread } from "../lib/types.d.ts" */
/** @import { Common } from "./shell.js" */

import { fill, h } from "../lib/dom.js"
import { daysAgo } from "../lib/format.js"
import { onChange } from "../lib/live.js"
import { withQuery } from "../lib/routes.js"
import { texts } from "../texts/en.js"

const AT_ONCE = 30
const SETTLE = 400 // milliseconds to gather news before asking again

/** @param {Common} common */
export function createThreadList({ api, live, router }) {
  const list = h("div", { class: "threads" })
  /** @type {Thread[]} */
  let threads = []
  /** @type {string | null} */
  let next = null

  async function refresh() {
    const page = await read(null)
    threads = page.items
    next = page.next
    draw()
  }

  async function more() {
    const page = await read(next)
    threads = [...threads, ...page.items]
    next = page.next
    draw()
  }

  /**
   * @param {string | null} before
   * @returns {Promise<Page<Thread>>}
   */
  const read = (before) => api.get(withQuery("/api/threads", { limit: AT_ONCE, before }))

  function draw() {
    fill(
      list,
      threads.length === 0 && h("p", { class: "threads-none" }, texts.nav.noThreads),
      byDay(threads).map(([label, group]) => section(label, group, api.base)),
      next && h("button", { type: "button", class: "button button-quiet", onclick: more }, texts.nav.moreThreads),
    )
    mark()
  }

  function mark() {
    for (const link of list.querySelectorAll("a")) {
      if (link.pathname === location.pathname) link.setAttribute("aria-current", "page")
      else link.removeAttribute("aria-current")
    }
  }

  let timer = 0
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(() => refresh().catch(() => {}), SETTLE)
  }
  const forever = new AbortController().signal
  onChange(live, (change) => (!("kind" in change) || change.kind === "text") && soon(), forever)
  live.addEventListener("resync", soon)
  addEventListener("threads", soon)
  router.addEventListener("moved", mark)
  router.addEventListener("leave", mark)
  refresh().catch(() => {})
  return list
}

/** Tell the list that a conversation was renamed or deleted. */
export const threadsChanged = () => dispatchEvent(new Event("threads"))

/**
 * @param {string} label
 * @param {Thread[]} threads
 * @param {string} base
 */
function section(label, threads, base) {
  const link = (/** @type {Thread} */ { id, title }) =>
    h("li", {}, h("a", { class: "thread-link", dir: "auto", href: `${base}/generate/text/${id}` }, title))
  return h("section", {}, h("h2", { class: "rail-label" }, label), h("ul", { class: "rail-list" }, threads.map(link)))
}

/**
 * @param {Thread[]} threads newest first
 * @returns {[string, Thread[]][]}
 */
function byDay(threads) {
  const now = new Date()
  const { today, yesterday, week, older } = texts.days
  return [
    ...Map.groupBy(threads, ({ updated_at }) => {
      const days = daysAgo(updated_at, now)
      return days <= 0 ? today : days === 1 ? yesterday : days < 7 ? week : older
    }),
  ]
}
