/** Something that was lost on the way, what is known of it, and what can be done. */

/** @import { Child, Context } from "../../lib/types.d.ts" */
/** @import { LostJob } from "../../lib/admin/types.d.ts" */

import { texts } from "../../lib/admin/texts.js"
import { h } from "../../lib/dom.js"
import { dateTime, money } from "../../lib/format.js"
import { withQuery } from "../../lib/router.js"
import { texts as common } from "../../lib/texts.js"
import { wordButton } from "../icon.js"
import { shortId } from "./entry-table.js"
import { askAgain, release, settle } from "./lost-decisions.js"

const words = texts.unknown

/**
 * @param {Context} context
 * @param {LostJob} job
 * @param {() => Promise<unknown>} changed
 */
export function lostRow(context, job, changed) {
  const { kind, state, model, under_way } = job
  return h(
    "li",
    { class: "row" },
    h(
      "div",
      { class: "row-words" },
      h(
        "h3",
        { class: "row-title" },
        words.of(common.kinds[kind], model),
        under_way && h("span", { class: "badge" }, words.lookedFor),
      ),
      h(
        "dl",
        { class: "lost-facts" },
        facts(context, job).map(
          ([name, told]) => told && h("div", {}, h("dt", {}, name), h("dd", {}, told)),
        ),
      ),
    ),
    h(
      "div",
      { class: "row-actions" },
      state === "unknown"
        ? [
            wordButton(words.settle, () => settle(context, job, changed)),
            wordButton(words.release, () => release(context, job, changed)),
          ]
        : !under_way && wordButton(words.ask, () => askAgain(context, job, changed)),
    ),
  )
}

/**
 * @param {Context} context
 * @param {LostJob} job
 * @returns {[string, Child][]}
 */
function facts({ api }, job) {
  const { facts: names, codes } = words
  const ledger = api.url(withQuery("/admin/ledger", { generation_id: job.id }))
  const { code } = job
  return [
    [names.how, code && (/** @type {Record<string, string>} */ (codes)[code] ?? code)],
    [names.person, job.user_email ?? words.gone],
    [names.at, dateTime(job.created_at)],
    [names.sent, job.started_at && dateTime(job.started_at)],
    [names.held, job.held_micros > 0 && money(job.held_micros)],
    [names.gateway, job.gateway_id && h("code", {}, job.gateway_id)],
    [names.request, h("a", { href: ledger }, h("code", {}, shortId(job.id)))],
  ]
}
