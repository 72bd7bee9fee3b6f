/** What nobody knows the end of: to be decided, or to be looked for once more. */

/** @import { Child, Context } from "../../lib/types.d.ts" */
/** @import { LostJob } from "../../lib/admin/types.d.ts" */

import { lostRow } from "../../components/admin/lost-row.js"
import { PagedList } from "../../components/admin/paged-list.js"
import { adminPage } from "../../components/admin/parts.js"
import { texts } from "../../lib/admin/texts.js"
import { h } from "../../lib/dom.js"

const words = texts.unknown

/** @param {Context} context */
export async function page(context) {
  /** @type {PagedList<LostJob>[]} */
  const lists = [
    jobs("/api/admin/unknown", words.none),
    jobs("/api/admin/generations/given-up", words.lateNone),
  ]
  const loadAll = () => Promise.all(lists.map((list) => list.show()))

  /**
   * @param {string} path
   * @param {string} none
   */
  function jobs(path, none) {
    const row = (/** @type {LostJob} */ job) => lostRow(context, job, loadAll)
    return new PagedList(context, { path, query: {}, row, none })
  }
  await loadAll()
  const [waiting, late] = lists.map((list) => list.element)
  return adminPage(
    { title: words.title },
    section(words.waiting, words.hint, waiting),
    section(words.late, words.lateHint, late),
  )
}

/**
 * @param {string} title
 * @param {string} hint
 * @param {Child} list
 */
const section = (title, hint, list) =>
  h(
    "section",
    { class: "admin-section" },
    h("h2", { class: "section-title" }, title),
    h("p", { class: "hint lost-hint" }, hint),
    list,
  )
