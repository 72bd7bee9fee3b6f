/** Which jobs are shown. The filters live in the address. */

import { freshId, h } from "../lib/dom.js"
import { withQuery } from "../lib/router.js"
import { texts } from "../lib/texts.js"
import { segments } from "./segments.js"

const words = texts.jobs

/** @typedef {{ kind: string, state: string }} Filters */

/**
 * @param {URLSearchParams} query
 * @returns {Filters}
 */
export function filtersOf(query) {
  const known = (/** @type {string} */ name, /** @type {object} */ values) => {
    const value = query.get(name) ?? ""
    return value in values ? value : ""
  }
  return { kind: known("kind", words.kinds), state: known("state", words.states) }
}

/** @param {Filters} filters */
export const jobsAddress = (filters) => withQuery("/jobs", filters)

/** @param {Filters} filters */
export const isFiltered = ({ kind, state }) => kind !== "" || state !== ""

/**
 * @param {Filters} filters
 * @param {(filters: Filters) => void} onchange
 */
export function createFilters(filters, onchange) {
  const id = freshId("ended")
  const option = (/** @type {[string, string]} */ [value, label]) =>
    h("option", { value, selected: value === filters.state }, label)
  /** @type {HTMLSelectElement} */
  const select = h(
    "select",
    { class: "input", id, onchange: () => onchange({ ...filters, state: select.value }) },
    Object.entries(words.states).map(option),
  )
  const kinds = segments({
    label: words.filters,
    options: words.kinds,
    chosen: filters.kind,
    onchange: (kind) => onchange({ ...filters, kind }),
    quiet: true,
  })
  return h(
    "search",
    { class: "filters", "aria-label": words.filters },
    kinds,
    h("label", { class: "filter-state", for: id }, words.state, select),
  )
}
