/** What of the library is shown. The filters live in the address. */

import { freshId, h } from "../lib/dom.js"
import { withQuery } from "../lib/router.js"
import { texts } from "../lib/texts.js"
import { icon, wordButton } from "./icon.js"

const words = texts.library
const SETTLE = 300 // milliseconds without a key before a search begins
/** @type {[string, string][]} */
const KINDS = [
  ["", words.all],
  ["image", words.images],
  ["video", words.videos],
]

/** @typedef {{ kind: string, favourite: boolean, q: string }} Filters */

/**
 * @param {URLSearchParams} query
 * @returns {Filters}
 */
export function filtersOf(query) {
  const kind = query.get("kind") ?? ""
  return {
    kind: KINDS.some(([known]) => known === kind) ? kind : "",
    favourite: query.get("favourite") === "true",
    q: query.get("q") ?? "",
  }
}

/**
 * Where the library shows this, with one item opened or none.
 * @param {Filters} filters
 * @param {string} [item]
 */
export const libraryAddress = ({ kind, favourite, q }, item) =>
  withQuery(item ? `/library/${item}` : "/library", { kind, favourite: favourite || null, q })

/** @param {Filters} filters */
export const isFiltered = ({ kind, favourite, q }) => kind !== "" || favourite || q !== ""

/**
 * @param {Filters} filters
 * @param {(filters: Filters) => void} onchange
 */
export function createFilters(filters, onchange) {
  let current = filters
  const change = (/** @type {Partial<Filters>} */ part) => onchange({ ...current, ...part })
  const kinds = kindRadios((kind) => change({ kind }))
  const search = searchField((q) => change({ q }))
  const heart = wordButton(words.favourites, () => change({ favourite: !current.favourite }), {
    icon: "heart",
    class: "filter-heart",
  })

  /** @param {Filters} next */
  function show(next) {
    current = next
    for (const input of kinds.querySelectorAll("input")) input.checked = input.value === next.kind
    heart.setAttribute("aria-pressed", String(next.favourite))
    if (document.activeElement !== search) search.value = next.q
  }
  show(filters)
  const searchBox = h("div", { class: "filter-search" }, icon("search"), search)
  return {
    element: h(
      "search",
      { class: "filters", "aria-label": words.filters },
      kinds,
      heart,
      searchBox,
    ),
    show,
  }
}

/** @param {(kind: string) => void} choose */
function kindRadios(choose) {
  const name = freshId("kind")
  const radio = (/** @type {[string, string]} */ [value, label]) =>
    h(
      "label",
      { class: "segment" },
      h("input", { type: "radio", name, value, onchange: () => choose(value) }),
      h("span", {}, label),
    )
  return h(
    "div",
    { class: "segments-row", role: "radiogroup", "aria-label": words.filters },
    KINDS.map(radio),
  )
}

/** @param {(q: string) => void} find */
function searchField(find) {
  const search = h("input", {
    type: "search",
    class: "input",
    placeholder: words.search,
    "aria-label": words.search,
    maxlength: 200,
  })
  let timer = 0
  search.addEventListener("input", () => {
    clearTimeout(timer)
    timer = setTimeout(() => find(search.value.trim()), SETTLE)
  })
  return search
}
