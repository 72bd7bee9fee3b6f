/** Recent conversations by day, and finding older ones by the words in them. */

/** @import { Page, Thread } from "../lib/types.d.ts" */
/** @import { Common } from "./shell.js" */

import { fill, h } from "../lib/dom.js"
import { daysAgo } from "../lib/format.js"
import { onChange } from "../lib/live.js"
import { withQuery } from "../lib/router.js"
import { texts } from "../lib/texts.js"
import { wordButton } from "./icon.js"
import { announce } from "./news.js"

const AT_ONCE = 30
const AFTER_THE_PAGE = 3000 // milliseconds
const SETTLE = 400 // milliseconds to gather news before asking again

/** Keeps itself up to date with what the person says here or elsewhere. */
export class ThreadList {
  /** @type {Thread[]} */
  #threads = []
  /** @type {string | null} */
  #next = null
  #timer = 0
  /** Counts the questions, so that an answer that is late is not taken for the latest. */
  #asked = 0

  /**
   * @param {Common} common
   * @param {AbortSignal} signal
   */
  constructor({ api, live, router }, signal) {
    this.api = api
    this.search = h("input", {
      class: "input threads-search",
      type: "search",
      placeholder: texts.nav.searchThreads,
      "aria-label": texts.nav.searchThreads,
      autocomplete: "off",
      maxlength: 200,
    })
    this.list = h("div", { class: "threads-list" })
    this.element = h("div", { class: "threads" }, this.search, this.list)
    this.search.addEventListener("input", () => this.#soon())
    this.search.addEventListener("keydown", (event) => this.#escape(event))
    onChange(
      live,
      (change) => (!("kind" in change) || change.kind === "text") && this.#soon(),
      signal,
    )
    live.addEventListener("resync", () => this.#soon(), { signal })
    addEventListener("threads", () => this.#soon(), { signal })
    router.addEventListener("moved", () => this.#mark(), { signal })
    router.addEventListener("leave", () => this.#mark(), { signal })
    this.#whenSeen(() => this.#refresh().catch(() => {}))
  }

  /**
   * In a drawer that nobody has opened they can wait for the page; but not for ever, or they would
   * not be there without a network.
   * @param {() => void} first
   */
  #whenSeen(first) {
    const begin = () => {
      sight.disconnect()
      clearTimeout(timer)
      first()
    }
    const sight = new IntersectionObserver(
      (seen) => seen.some(({ isIntersecting }) => isIntersecting) && begin(),
    )
    const timer = setTimeout(begin, AFTER_THE_PAGE)
    sight.observe(this.element)
  }

  #soon() {
    if (this.#asked === 0) return // nobody has seen them yet
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#refresh().catch(() => {}), SETTLE)
  }

  /** @param {KeyboardEvent} event */
  #escape(event) {
    if (event.key !== "Escape" || this.search.value === "") return
    event.preventDefault()
    this.search.value = ""
    this.#soon()
  }

  async #refresh() {
    const asked = ++this.#asked
    const page = await this.#read(null)
    if (asked !== this.#asked) return
    if (this.#words) announce(texts.nav.matches(page.items.length, page.next !== null))
    this.#threads = page.items
    this.#next = page.next
    this.#draw()
  }

  async #more() {
    const page = await this.#read(this.#next)
    this.#threads = [...this.#threads, ...page.items]
    this.#next = page.next
    this.#draw()
  }

  /**
   * @param {string | null} before
   * @returns {Promise<Page<Thread>>}
   */
  #read(before) {
    return this.api.get(withQuery("/api/threads", { limit: AT_ONCE, before, q: this.#words }))
  }

  get #words() {
    return this.search.value.trim()
  }

  #draw() {
    const none = this.#words ? texts.nav.noMatch : texts.nav.noThreads
    const more = () =>
      wordButton(texts.nav.moreThreads, () => this.#more(), { class: "button-quiet" })
    fill(
      this.list,
      this.#threads.length === 0 && h("p", { class: "threads-none" }, none),
      byDay(this.#threads).map(([label, group]) => section(label, group, this.api.base)),
      this.#next && more(),
    )
    this.#mark()
  }

  #mark() {
    for (const link of this.element.querySelectorAll("a")) {
      if (link.pathname === location.pathname) link.setAttribute("aria-current", "page")
      else link.removeAttribute("aria-current")
    }
  }
}

/** Tell the list that a conversation was renamed or deleted. */
export const threadsChanged = () => dispatchEvent(new Event("threads"))

/**
 * @param {string} label
 * @param {Thread[]} threads
 * @param {string} base
 */
function section(label, threads, base) {
  const link = (/** @type {Thread} */ { id, title, match }) =>
    h(
      "li",
      {},
      h(
        "a",
        {
          class: "thread-link",
          dir: "auto",
          href: base + withQuery(`/generate/text/${id}`, { at: match?.generation_id }),
        },
        title,
        match && h("span", { class: "thread-excerpt", dir: "auto" }, match.excerpt),
      ),
    )
  return h(
    "section",
    {},
    h("h2", { class: "rail-label" }, label),
    h("ul", { class: "rail-list" }, threads.map(link)),
  )
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
