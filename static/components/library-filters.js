/** What of the library is shown. The filters live in the address. */

import { freshId, h } from "../lib/dom.js"
import { texts } from "../texts/en.js"
import { icon } from "./icon.js"

const words = texts.library
const SETTLE = 300 // milliseconds without a key before a search begins

/** @typedef {{ kind: string, favourite: boolean, q: string }} Filters */

/** @param {URLSearchParams} query @returns {Filters} */
export const filtersOf = (query) => ({
  kind: ["image", "video"].includes(query.get("kind") ?? "") ? /** @type {string} */ (query.get("kind")) : "",
  favourite: query.get("favourite") === "true",
  q: query.get("q") ?? "",
})

/** @param {Filters} filters */
export const isFiltered = ({ kind, favourite, q }) => kind !== "" || favourite || q !== ""

/**
 * @param {Filters} filters
 * @param {(filters: Filters) => void} onchange
 */
export function createFilters(filters, onchange) {
  const group = freshId("kind")
  let current = filters
  const change = (/** @type {Partial<Filters>} */ part) => {
    current = { ...current, ...part }
    onchange(current)
  }
  const kinds = [
    ["", words.all],
    ["image", words.images],
    ["video", words.videos],
  ].map(([value = "", label = ""]) => {
    const input = h("input", { type: "radio", name: group, value, onchange: () => change({ kind: value }) })
    return { input, element: h("label", { class: "segment" }, input, h("span", {}, label)) }
  })
  const heart = h(
    "button",
    { type: "button", class: "button filter-heart", onclick: () => change({ favourite: !current.favourite }) },
    icon("heart"),
    words.favourites,
  )
  const search = h("input", { type: "search", class: "input", placeholder: words.search, "aria-label": words.search, maxlength: 200 })
  let timer = 0
  search.addEventListener("input", () => {
    clearTimeout(timer)
    timer = setTimeout(() => change({ q: search.value.trim() }), SETTLE)
  })

  /** @param {Filters} next */
  function show(next) {
    current = next
    for (const { input } of kinds) input.checked = input.value === next.kind
    heart.setAttribute("aria-pressed", String(next.favourite))
    if (document.activeElement !== search) search.value = next.q
  }
  show(filters)
  const element = h(
    "search",
    { class: "filters", "aria-label": words.filters },
    h("div", { class: "segments-row", role: "radiogroup", "aria-label": words.filters }, kinds.map(({ element: kind }) => kind)),
    heart,
    h("div", { class: "filter-search" }, icon("search"), search),
  )
  return { element, show }
}
