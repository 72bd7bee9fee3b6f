/** What a list is searched by. The page keeps the values in its address. */

import { freshId, h } from "../../lib/dom.js"
import { texts } from "../../lib/admin/texts.js"

const AFTER_TYPING = 250 // milliseconds

/**
 * @typedef {object} Filter
 * @property {string} name
 * @property {string} label
 * @property {"search" | "date"} [type] none for a choice among `options`
 * @property {Record<string, string>} [options] words by value; "" is all of them
 */

/**
 * @template {Record<string, string>} Values
 * @param {Filter[]} filters
 * @param {Values} values as they are now
 * @param {(values: Values) => void} onchange
 */
export function filterBar(filters, values, onchange) {
  let timer = 0
  const tell = (/** @type {string} */ name, /** @type {string} */ value, wait = 0) => {
    values = { ...values, [name]: value }
    clearTimeout(timer)
    timer = setTimeout(() => onchange(values), wait)
  }
  return h(
    "search",
    { class: "admin-filters", "aria-label": texts.lists.filters },
    filters.map((filter) => {
      const id = freshId("filter")
      return h(
        "div",
        { class: `admin-filter ${filter.type === "search" ? "admin-filter-wide" : ""}`.trim() },
        h("label", { class: "label", for: id }, filter.label),
        control(filter, values[filter.name] ?? "", id, tell),
      )
    }),
  )
}

/**
 * @param {Filter} filter
 * @param {string} value
 * @param {string} id
 * @param {(name: string, value: string, wait?: number) => void} tell
 */
function control({ name, type, options = {} }, value, id, tell) {
  if (type) {
    const wait = type === "search" ? AFTER_TYPING : 0
    /** @type {HTMLInputElement} */
    const field = h("input", {
      class: "input",
      id,
      type,
      value,
      autocomplete: "off",
      maxlength: 200,
      oninput: () => tell(name, field.value.trim(), wait),
    })
    return field
  }
  /** @type {HTMLSelectElement} */
  const select = h(
    "select",
    { class: "input", id, onchange: () => tell(name, select.value) },
    Object.entries(options).map(([each, words]) =>
      h("option", { value: each, selected: each === value }, words),
    ),
  )
  return select
}

/**
 * What an address says of these filters; what it says otherwise is left out.
 * @param {Filter[]} filters
 * @param {URLSearchParams} query
 * @returns {Record<string, string>}
 */
export function filtersIn(filters, query) {
  const given = (/** @type {Filter} */ { name, options }) => {
    const value = query.get(name) ?? ""
    return options && !(value in options) ? "" : value
  }
  return Object.fromEntries(filters.map((filter) => [filter.name, given(filter)]))
}
