/** The copies of the database that are kept, and one more now. */

/** @import { Context } from "../../lib/types.d.ts" */
/** @import { Backup, BackupList } from "../../lib/admin/types.d.ts" */

import { fill, h } from "../../lib/dom.js"
import { dateTime, duration, relative, size } from "../../lib/format.js"
import { texts } from "../../lib/admin/texts.js"
import { wordButton } from "../icon.js"
import { announce, toast } from "../news.js"
import { requestProblem } from "../problem-block.js"
import { row } from "./parts.js"

const words = texts.system

/**
 * @param {Context} context
 * @param {BackupList} copies
 */
export function backups({ api }, { items, every_s }) {
  const list = h("ul", { class: "rows" }, items.map(copyRow))
  const none = h("p", { class: "admin-none", hidden: items.length > 0 }, words.noBackups)
  const problem = h("div", { class: "admin-note" })
  const button = wordButton(words.backUp, make, { icon: "copy" })

  async function make() {
    button.disabled = true
    fill(problem, h("p", { class: "hint" }, words.backingUp))
    announce(words.backingUp)
    try {
      /** @type {Backup} */
      const made = await api.post("/api/admin/system/backups")
      list.prepend(copyRow(made))
      none.hidden = true
      fill(problem)
      toast(words.backedUp(size(made.bytes)))
    } catch (error) {
      fill(problem, requestProblem(error))
    } finally {
      button.disabled = false
    }
  }
  return h(
    "div",
    { class: "admin-list" },
    h("p", { class: "hint" }, every_s > 0 ? words.every(duration(every_s)) : words.neverBySelf),
    h("div", { class: "button-row" }, button),
    problem,
    none,
    list,
  )
}

/** @param {Backup} backup */
const copyRow = ({ name, made_at, bytes }) =>
  row(
    {
      title: h("span", {}, dateTime(made_at)),
      facts: [h("code", {}, name), h("span", {}, relative(made_at))],
    },
    h("p", { class: "row-sum" }, size(bytes)),
  )
