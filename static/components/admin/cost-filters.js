/** Which days the page of costs tells of, of whom and what, and what its lines stand for. */

/** @import { Context } from "../../lib/types.d.ts" */
/** @import { CostOf, Costs } from "../../lib/admin/types.d.ts" */
/** @import { Asked, By } from "../../lib/admin/costs.js" */

import { addressOfCosts, BY, isTooLong, PERIODS, widened } from "../../lib/admin/costs.js"
import { texts } from "../../lib/admin/texts.js"
import { h } from "../../lib/dom.js"
import { number } from "../../lib/format.js"
import { icon } from "../icon.js"
import { toast } from "../news.js"
import { nameOf } from "./cost-names.js"

const words = texts.costs

/**
 * Some lengths up to today, and any days between two.
 * @param {Context} context
 * @param {Asked} asked
 * @param {Costs} costs
 */
export function periods({ api, router }, asked, { since, until }) {
  const day = (/** @type {string} */ name, /** @type {string} */ label, /** @type {string} */ value) =>
    h(
      "label",
      { class: "cost-day" },
      label,
      h("input", { type: "date", class: "input", name, value, required: true }),
    )
  /** @param {SubmitEvent} event */
  function show(event) {
    event.preventDefault()
    const form = /** @type {HTMLFormElement} */ (event.target)
    const chosen = ["from", "to"].map((name) => String(new FormData(form).get(name)))
    const [from = "", to = ""] = chosen.toSorted()
    if (isTooLong(from, to)) toast(words.tooLong)
    else router.go(addressOfCosts({ ...asked, days: null, from, to }))
  }
  return h(
    "div",
    { class: "cost-periods" },
    h(
      "nav",
      { class: "tabs", "aria-label": words.period },
      PERIODS.map((days) =>
        h(
          "a",
          {
            class: "tab",
            href: api.url(addressOfCosts({ ...asked, days, from: "", to: "" })),
            "aria-current": days === asked.days ? "page" : null,
          },
          words.days(number(days)),
        ),
      ),
    ),
    h(
      "form",
      { class: "cost-days", onsubmit: show },
      day("from", words.from, since),
      day("to", words.to, until),
      h("button", { class: "button" }, words.show),
    ),
  )
}

/**
 * @param {Context} context
 * @param {Asked} asked
 * @param {CostOf} only
 */
export const costFilters = ({ api, router }, asked, only) =>
  h(
    "div",
    { class: "cost-filters" },
    choice(words.by, asked.by, BY, (by) =>
      router.go(addressOfCosts({ ...asked, by: /** @type {By} */ (by), then: "" })),
    ),
    choice(words.then, asked.then, ["", ...BY.filter((each) => each !== asked.by)], (then) =>
      router.go(addressOfCosts({ ...asked, then })),
    ),
    BY.filter((by) => asked.only[by]).map((by) => {
      const name = nameOf(only, by)
      const href = api.url(addressOfCosts(widened(asked, by)))
      return h(
        "a",
        { class: "button cost-only", href, "aria-label": words.widen(name), title: words.widen(name) },
        `${words.only}: ${name}`,
        icon("close"),
      )
    }),
  )

/**
 * @param {string} label
 * @param {By | ""} chosen
 * @param {readonly (By | "")[]} options
 * @param {(by: By | "") => void} onchange
 */
function choice(label, chosen, options, onchange) {
  /** @type {HTMLSelectElement} */
  const select = h(
    "select",
    { class: "input", onchange: () => onchange(/** @type {By | ""} */ (select.value)) },
    options.map((by) =>
      h(
        "option",
        { value: by, selected: by === chosen },
        by === "" ? words.nothing : words.dimensions[by],
      ),
    ),
  )
  return h("label", { class: "filter-state" }, label, select)
}
