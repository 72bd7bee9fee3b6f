/** What is running, and what ended in the last 30 days. */

/** @import { Change, Context, Generation, Page } from "../lib/types.d.ts" */
/** @import { Filters } from "../components/jobs-filters.js" */

import { emptyState } from "../components/empty-state.js"
import { wordButton } from "../components/icon.js"
import { createJobRow } from "../components/job-row.js"
import { announceState } from "../components/job-state.js"
import { createFilters, filtersOf, isFiltered, jobsAddress } from "../components/jobs-filters.js"
import { requestProblem } from "../components/problem-block.js"
import { isAbort } from "../lib/api.js"
import { fill, h } from "../lib/dom.js"
import { isOpen } from "../lib/generation.js"
import { Line } from "../lib/line.js"
import { onChange } from "../lib/live.js"
import { withQuery } from "../lib/router.js"
import { texts } from "../lib/texts.js"

const words = texts.jobs
const AT_ONCE = 50
const DAYS = 30
const DAY = 86_400_000 // milliseconds

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
    this.since = new Date(Date.now() - DAYS * DAY).toISOString()
    this.line = new Line(context.api, context.signal)
    this.filters = filtersOf(context.query)
    this.running = list(words.running, words.noneRunning)
    this.recent = list(words.recent, words.noneRecent)
    this.note = h("div", { class: "jobs-note" })
    this.bar = h("div")
    this.more = wordButton(texts.common.more, () => this.#load(), { class: "more" })
    this.element = h(
      "section",
      { class: "page page-list" },
      h("header", { class: "page-head" }, h("h1", { class: "page-title" }, words.title), this.bar),
      h("p", { class: "hint" }, words.hint),
      this.running.element,
      this.recent.element,
      this.note,
      this.more,
    )
  }

  async open() {
    const { live, router, signal } = this.context
    onChange(live, (change) => this.#heard(change), signal)
    live.addEventListener("resync", () => this.#loadAll(), { signal })
    router.addEventListener("query", (event) => this.#moved(event), { signal })
    this.#showFilters()
    await live.ready
    await this.#loadAll()
  }

  #showFilters() {
    fill(this.bar, createFilters(this.filters, (next) => this.#filter(next)))
  }

  /** @param {Filters} filters */
  #filter(filters) {
    this.context.router.move(jobsAddress(filters), { replace: true })
    this.#apply(filters)
  }

  /** @param {Filters} filters */
  #apply(filters) {
    const had = this.bar.contains(document.activeElement) ? document.activeElement : null
    const { value = "" } = had instanceof HTMLInputElement ? had : {}
    this.filters = filters
    this.#showFilters()
    // The controls are new, the person's place among them is not.
    const same = had?.matches("select") ? "select" : `input[value="${value}"]`
    if (had) /** @type {HTMLElement | null} */ (this.bar.querySelector(same))?.focus()
    for (const { row } of this.#entries.values()) row.element.remove()
    this.#entries.clear()
    return this.#loadAll()
  }

  /** @param {Event} event */
  #moved(event) {
    if (this.context.router.path !== "/jobs") return
    event.preventDefault()
    this.#apply(filtersOf(new URLSearchParams(location.search)))
  }

  #loadAll() {
    this.#next = null
    return Promise.all([this.#loadRunning(), this.#load()])
  }

  /** What runs for long may be older than the newest page. */
  async #loadRunning() {
    const { api, signal } = this.context
    const { kind } = this.filters
    const open = withQuery("/api/generations", { state: "queued", kind, limit: 100 })
    /** @type {Page<Generation>} */
    const { items } = await api.get(`${open}&state=running`, { signal })
    for (const generation of items) this.#show(generation)
  }

  async #load() {
    const { filters } = this
    try {
      const { items, next } = await this.#read()
      if (filters !== this.filters) return
      for (const generation of items) this.#show(generation)
      const isOld = (items.at(-1)?.created_at ?? "") < this.since
      this.#next = isOld ? null : next
      fill(this.note, isOld && next !== null && h("p", { class: "hint" }, words.older))
      this.more.hidden = this.#next === null
      this.#showEmpty()
    } catch (error) {
      if (isAbort(error)) return
      fill(this.note, requestProblem(error, [wordButton(texts.common.retry, () => this.#load())]))
    }
  }

  /** @returns {Promise<Page<Generation>>} */
  #read() {
    const { api, signal } = this.context
    const wanted = { ...this.filters, limit: AT_ONCE, before: this.#next }
    return api.get(withQuery("/api/generations", wanted), { signal })
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
    if (!this.#fits(generation)) return known && this.#drop(generation.id)
    const row = known?.row ?? this.#newRow()
    row.show(generation)
    this.#entries.set(generation.id, { generation, row })
    this.#place(generation, row.element)
    this.#showEmpty()
  }

  #newRow() {
    return createJobRow(this.context, {
      changed: (next) => this.#show(next),
      place: (waiting) => this.line.placeOf(waiting, Date.now()),
    })
  }

  /** @param {Generation} generation */
  #fits(generation) {
    const { kind, state } = this.filters
    if (kind && generation.kind !== kind) return false
    if (isOpen(generation)) return true
    return generation.created_at >= this.since && (!state || generation.state === state)
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
    const none = filtersOf(new URLSearchParams())
    const clear = () => this.#filter(none)
    this.running.show(null)
    this.recent.show(isFiltered(this.filters) ? clear : null)
  }
}

/**
 * @param {string} title
 * @param {string} none
 */
function list(title, none) {
  const rows = h("ul", { class: "rows" })
  const empty = h("div", { class: "list-empty" })
  const heading = h("h2", { class: "section-title" }, title)
  return {
    rows,
    element: h("section", { class: "list-section" }, heading, rows, empty),
    /** @param {(() => void) | null} clear what takes the filters away, if there are any */
    show(clear) {
      const isEmpty = rows.childElementCount === 0
      rows.hidden = isEmpty
      fill(empty, isEmpty && (clear ? nothingFits(clear) : nothing(none)))
    },
  }
}

/** @param {string} hint */
const nothing = (hint) => emptyState({ icon: "jobs", heading: null, hint })

/** @param {() => void} clear */
const nothingFits = (clear) =>
  emptyState({
    icon: "search",
    heading: null,
    hint: words.noneTitle,
    actions: [wordButton(words.clear, clear)],
  })
