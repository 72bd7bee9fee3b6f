/** Which model answered, and why others did not. */

/** @import { Child, Generation } from "../lib/types.d.ts" */

import { h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"

const words = texts.route

/**
 * A line, and behind it what was tried before, where anything was.
 * @param {Generation} generation
 * @returns {Child}
 */
export function routeResult({ model, answered_by, attempts }) {
  const name = h("code", {}, answered_by ?? model)
  const isOther = answered_by !== null && answered_by !== model
  const line = [name, isOther && h("span", {}, ` ${words.chosenBy(model)}`)]
  if (attempts.length === 0) return h("p", { class: "job-model" }, line)
  return h(
    "details",
    { class: "job-model job-attempts" },
    h("summary", {}, line, ` · ${words.others(attempts.length)}`),
    h(
      "ul",
      {},
      attempts.map((attempt) =>
        h("li", {}, h("code", {}, attempt.model), h("span", {}, ` ${attempt.message}`)),
      ),
    ),
  )
}
