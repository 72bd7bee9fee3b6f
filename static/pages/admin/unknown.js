/** What nobody knows the end of: to be decided, or to be looked for once more. */

/** @import { Context, Page } from "../../lib/types.d.ts" */
/** @import { LostJob } from "../../lib/admin/types.d.ts" */

import { adminPage } from "../../components/admin/parts.js"
import { lostRow } from "../../components/admin/lost-row.js"
import { wordButton } from "../../components/icon.js"
import { requestProblem } from "../../components/problem-block.js"
import { texts } from "../../lib/admin/texts.js"
import { fill, h } from "../../lib/dom.js"
import { withQuery } from "../../lib/router.js"
import { texts as common } from "../../lib/texts.js"

const words = texts.unknown

/** @param {Context} context */
export async function page(context) {
  const waiting = jobList(context, "/api/admin/unknown", words.none, () => loadAll())
  const late = jobList(context, "/api/admin/generations/given-up", words.lateNone, () => loadAll())
  const loadAll = () => Promise.all([waiting.load(), late.load()])
  await loadAll()
  return adminPage(
    { title: words.title },
    section(words.waiting, words.hint, waiting.element),
    section(words.late, words.lateHint, late.element),
  )
}

/**
 * @param {string} title
 * @param {string} hint
 * @param {HTMLElement} list
 */
const section = (title, hint, list) =>
  h(
    "section",
    { class: "admin-section" },
    h("h2", { class: "section-title" }, title),
    h("p", { class: "hint lost-hint" }, hint),
    list,
  )

/**
 * @param {Context} context
 * @param {string} path
 * @param {string} none
 * @param {() => Promise<unknown>} changed
 */
function jobList(context, path, none, changed) {
  const { api, signal } = context
  const list = h("ul", { class: "rows" })
  const note = h("div")
  const more = wordButton(common.common.more, () => add())
  /** @type {string | null} */
  let next = null

  async function load() {
    next = null
    fill(list)
    await add()
  }

  async function add() {
    try {
      /** @type {Page<LostJob>} */
      const page = await api.get(withQuery(path, { before: next }), { signal })
      list.append(...page.items.map((job) => lostRow(context, job, changed)))
      next = page.next
      fill(note, list.childElementCount === 0 && h("p", { class: "hint" }, none))
    } catch (error) {
      if (!signal.aborted) fill(note, requestProblem(error))
    }
    more.hidden = next === null
  }
  return { element: h("div", { class: "admin-section" }, list, note, more), load }
}
