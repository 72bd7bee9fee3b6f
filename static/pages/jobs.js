/** What is running, and what ran lately. */

/** @import { Change, Context, Generation, Page } from "../lib/types.d.ts" */

import { emptyState } from "../components/empty-state.js"
import { wordButton } from "../components/icon.js"
import { createJobRow } from "../components/job-row.js"
import { announceState } from "../components/job-state.js"
import { h } from "../lib/dom.js"
import { isOpen } from "../lib/generation.js"
import { onChange } from "../lib/live.js"
import { withQuery } from "../lib/router.js"
import { texts } from "../lib/texts.js"

const words = texts.jobs
const AT_ONCE = 50

/** @param {Context} context */
export async function page(context) {
  const jobs = new Jobs(context)
  await jobs.open()
  return jobs.element
}

/** Rows by id, in the list they belong to now. */
class Jobs {
  /** @type {Map<string, { generation: Generation, row: ReturnType<typeof createJobRow> }>} */
  #entries = new Map()
  /** @type {string | null} */
  #next = null

  /** @param {Context} context */
  constructor(context) {
    this.context = context
    this.running = list(words.running, words.noneRunning)
    this.recent = list(words.recent, words.noneRecent)
    this.more = wordButton(texts.common.more, () => this.#load(), { class: "more" })
    this.element = h(
      "section",
      { class: "page page-list" },
      h(
        "header",
        { class: "page-head" },
        h("h1", { class: "page-title" }, words.title),
        h("p", { class: "hint" }, words.hint),
      ),
      this.running.element,
      this.recent.element,
      this.more,
    )
  }

  async open() {
    const { live, signal } = this.context
    onChange(live, (change) => this.#heard(change), signal)
    live.addEventListener("resync", () => this.#loadAll(), { signal })
    await live.ready
    await this.#loadAll()
  }

  #loadAll() {
    this.#next = null
    return Promise.all([this.#loadRunning(), this.#load()])
  }

  /** What runs for long may be older than the newest page. */
  async #loadRunning() {
    const { api, signal } = this.context
    /** @type {Page<Generation>} */
    const { items } = await api.get("/api/generations?state=queued&state=running&limit=100", {
      signal,
    })
    for (const generation of items) this.#show(generation)
  }

  async #load() {
    const { api, signal } = this.context
    const address = withQuery("/api/generations", { limit: AT_ONCE, before: this.#next })
    /** @type {Page<Generation>} */
    const { items, next } = await api.get(address, { signal })
    for (const generation of items) this.#show(generation)
    this.#next = next
    this.more.hidden = next === null
    this.#showEmpty()
  }

  /** @param {Change} change */
  #heard(change) {
    if ("deleted" in change) return this.#drop(change.id)
    this.#show(change)
    if (change.kind !== "text") announceState(change)
  }

  /** @param {Generation} generation */
  #show(generation) {
    const known = this.#entries.get(generation.id)
    if (known && !isOpen(known.generation) && isOpen(generation)) return
    const row = known?.row ?? createJobRow(this.context, { changed: (next) => this.#show(next) })
    row.show(generation)
    this.#entries.set(generation.id, { generation, row })
    this.#place(generation, row.element)
    this.#showEmpty()
  }

  /**
   * Newest first, in the list it belongs to.
   * @param {Generation} generation
   * @param {HTMLElement} element
   */
  #place(generation, element) {
    const { rows } = isOpen(generation) ? this.running : this.recent
    if (element.parentElement === rows) return
    const later = [...rows.children].find(
      (row) => (row.getAttribute("data-created") ?? "") < generation.created_at,
    )
    element.dataset["created"] = generation.created_at
    rows.insertBefore(element, later ?? null)
  }

  /** @param {string} id */
  #drop(id) {
    this.#entries.get(id)?.row.element.remove()
    this.#entries.delete(id)
    this.#showEmpty()
  }

  #showEmpty() {
    this.running.show()
    this.recent.show()
  }
}

/**
 * @param {string} title
 * @param {string} none
 */
function list(title, none) {
  const rows = h("ul", { class: "rows" })
  const empty = emptyState({ icon: "jobs", heading: null, hint: none })
  const heading = h("h2", { class: "section-title" }, title)
  return {
    rows,
    element: h("section", { class: "list-section" }, heading, rows, empty),
    show: () => (empty.hidden = rows.childElementCount > 0),
  }
}
