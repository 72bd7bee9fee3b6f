/** What is running, and what ran lately. */

/** @import { Change, Context, Generation, Page } from "../lib/types.d.ts" */

import { emptyState } from "../components/empty-state.js"
import { createJobRow } from "../components/job-row.js"
import { announceState } from "../components/job-state.js"
import { h } from "../lib/dom.js"
import { isOpen } from "../lib/generation.js"
import { onChange } from "../lib/live.js"
import { withQuery } from "../lib/routes.js"
import { texts } from "../texts/en.js"

const words = texts.jobs
const AT_ONCE = 50

/** @param {Context} context */
export async function page(context) {
  const { api, live, signal } = context
  /** @type {Map<string, { generation: Generation, row: ReturnType<typeof createJobRow> }>} */
  const entries = new Map()
  const running = list(words.running, words.noneRunning)
  const recent = list(words.recent, words.noneRecent)
  const more = h("button", { type: "button", class: "button more", hidden: true, onclick: () => load() }, texts.common.more)
  /** @type {string | null} */
  let next = null

  /** @param {Generation} generation */
  function show(generation) {
    const known = entries.get(generation.id)
    if (known && !isOpen(known.generation) && isOpen(generation)) return
    const row = known?.row ?? createJobRow(context, { changed: show, gone })
    row.show(generation)
    entries.set(generation.id, { generation, row })
    place(generation, row.element)
  }

  /**
   * Running first come first, the rest newest first.
   * @param {Generation} generation
   * @param {HTMLElement} element
   */
  function place(generation, element) {
    const home = isOpen(generation) ? running : recent
    if (element.parentElement === home.rows) return
    const older = [...entries.values()]
      .filter(({ row }) => row.element.parentElement === home.rows)
      .find(({ generation: other }) => other.created_at < generation.created_at)
    home.rows.insertBefore(element, older?.row.element ?? null)
    running.show()
    recent.show()
  }

  /** @param {{ id: string }} generation */
  function gone({ id }) {
    entries.get(id)?.row.element.remove()
    entries.delete(id)
    running.show()
    recent.show()
  }

  async function load() {
    /** @type {Page<Generation>} */
    const answer = await api.get(withQuery("/api/generations", { limit: AT_ONCE, before: next }), { signal })
    for (const generation of answer.items) show(generation)
    next = answer.next
    more.hidden = next === null
  }

  onChange(live, (/** @type {Change} */ change) => {
    if ("deleted" in change) return gone(change)
    show(change)
    if (change.kind !== "text") announceState(change)
  }, signal)
  live.addEventListener("resync", () => ((next = null), load()), { signal })
  await live.ready
  await load()
  running.show()
  recent.show()
  return h(
    "section",
    { class: "page page-list" },
    h("header", { class: "page-head" }, h("h1", { class: "page-title" }, words.title), h("p", { class: "hint" }, words.hint)),
    running.element,
    recent.element,
    more,
  )
}

/**
 * @param {string} title
 * @param {string} none
 */
function list(title, none) {
  const rows = h("ul", { class: "rows" })
  const empty = emptyState({ icon: "jobs", heading: null, hint: none })
  return {
    rows,
    element: h("section", { class: "list-section" }, h("h2", { class: "section-title" }, title), rows, empty),
    show: () => (empty.hidden = rows.childElementCount > 0),
  }
}
