/** Every model the gateway offers: hidden, shown, called something else; and what changed lately. */

/** @import { Context } from "../../lib/types.d.ts" */
/** @import { AdminModel, ModelList } from "../../lib/admin/types.d.ts" */

import { filterBar, filtersIn } from "../../components/admin/filter-bar.js"
import { modelRow } from "../../components/admin/model-row.js"
import { catalogueNotes } from "../../components/admin/catalogue-notes.js"
import { adminPage } from "../../components/admin/parts.js"
import { wordButton } from "../../components/icon.js"
import { announce, toast } from "../../components/news.js"
import { sentence } from "../../components/problem-block.js"
import { fill, h } from "../../lib/dom.js"
import { dateTime, number, relative } from "../../lib/format.js"
import { withQuery } from "../../lib/router.js"
import { texts } from "../../lib/admin/texts.js"
import { texts as common } from "../../lib/texts.js"

const words = texts.models
const AT_ONCE = 60

const FILTERS = [
  { name: "q", label: words.search, type: /** @type {const} */ ("search") },
  { name: "kind", label: words.kind, options: { "": words.any, ...common.kinds } },
  { name: "shown", label: words.shown, options: { "": words.any, ...words.shownAs } },
]

/** @param {Context} context */
export async function page(context) {
  const { api, query, router, signal } = context
  /** @type {ModelList} */
  const { items, notes, refreshed_at: at } = await api.get("/api/admin/models", { signal })
  const place = h("div", { class: "admin-list" })
  const show = (/** @type {Record<string, string>} */ wanted) => list(context, place, items, wanted)
  const values = filtersIn(FILTERS, query)
  show(values)
  const bar = filterBar(FILTERS, values, (wanted) => {
    router.move(withQuery("/admin/models", wanted), { replace: true })
    announce(texts.lists.found(number(show(wanted)), false))
  })
  return adminPage(
    {
      title: words.title,
      actions: wordButton(words.refresh, () => refresh(context), { icon: "refresh" }),
    },
    h(
      "p",
      { class: "hint admin-lead", title: at ? dateTime(at) : "" },
      at ? words.asOf(relative(at)) : words.never,
    ),
    catalogueNotes(notes, query.get("notes")),
    bar,
    place,
  )
}

/**
 * @param {Context} context
 * @param {HTMLElement} place
 * @param {AdminModel[]} models
 * @param {Record<string, string>} wanted
 * @returns {number} how many there are
 */
function list(context, place, models, { q = "", kind, shown }) {
  const found = models.filter(
    (model) =>
      (!kind || model.kind === kind) &&
      (!shown || model.hidden === (shown === "hidden")) &&
      `${model.id} ${model.name}`.toLowerCase().includes(q.toLowerCase()),
  )
  const rows = h("ul", { class: "rows" })
  const more = wordButton(common.common.more, add, { class: "more" })
  function add() {
    const from = rows.childElementCount
    rows.append(...found.slice(from, from + AT_ONCE).map((model) => modelRow(context, model)))
    more.hidden = rows.childElementCount === found.length
  }
  add()
  fill(place, found.length > 0 ? [rows, more] : h("p", { class: "admin-none" }, words.none))
  return found.length
}

/** @param {Context} context */
async function refresh({ api, router }) {
  try {
    /** @type {{ complete: boolean }} */
    const { complete } = await api.post("/api/admin/models/refresh")
    toast(complete ? words.refreshed : words.partly)
    await router.go(router.address, { replace: true })
  } catch (error) {
    toast(sentence(error))
  }
}
