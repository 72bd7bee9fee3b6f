/** What of the library is shown. The filters live in the address. */

import { freshId, h } from "../lib/dom.js"
import { withQuery } from "../lib/router.js"
import { texts } from "../lib/texts.js"
import { icon, wordButton } from "./icon.js"

const words = texts.library
const FIRST = 24 // things: more than the first screen of a desk shows
const SETTLE = 300 // milliseconds without a key before a search begins
/** @type {[string, string][]} */
const KINDS = [
  ["", words.all],
  ["image", words.images],
  ["video", words.videos],
  ["text", words.texts],
]

/**
 * @typedef {object} Filters
 * @property {string} kind
 * @property {boolean} favourite
 * @property {string} q
 * @property {string} collection
 * @property {string} model
 * @property {boolean} trash
 */

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
    collection: query.get("collection") ?? "",
    model: query.get("model") ?? "",
    trash: query.get("trash") === "true",
  }
}

export const NO_FILTERS = filtersOf(new URLSearchParams())

/**
 * Where the library shows this, with one item opened or none.
 * @param {Filters} filters
 * @param {string} [item]
 */
export const libraryAddress = ({ kind, favourite, q, collection, model, trash }, item) =>
  withQuery(item ? `/library/${item}` : "/library", {
    kind,
    favourite: favourite || null,
    q,
    collection,
    model,
    trash: trash || null,
  })

/**
 * What to ask the server for. Texts are many and small: they are shown where they are asked for,
 * in the trash, and in a collection, to which somebody added them.
 * @param {Filters} filters
 */
export const indexAddress = (filters) => `/api/library/index?${asked(filters)}`

/**
 * For the first of them whole, which are in sight before the index is there.
 * @param {Filters} filters
 */
export const newestAddress = (filters) => `/api/generations?${asked(filters)}&limit=${FIRST}`

/** @param {Filters} filters */
function asked({ kind, favourite, q, collection, model, trash }) {
  const query = new URLSearchParams()
  const kinds = kind ? [kind] : collection || trash ? [] : ["image", "video"]
  for (const each of kinds) query.append("kind", each)
  if (!trash) for (const state of STATES) query.append("state", state)
  if (favourite) query.set("favourite", "true")
  if (trash) query.set("trash", "true")
  for (const [name, value] of Object.entries({ q, collection, model }))
    if (value) query.set(name, value)
  return query
}

/** Of an interrupted text there is what had arrived. */
const STATES = ["succeeded", "interrupted"]

/** Whether something narrows what is shown, besides the place one is in. @param {Filters} filters */
export const isFiltered = ({ kind, favourite, q, model }) =>
  kind !== "" || favourite || q !== "" || model !== ""

/**
 * Whether something new belongs into what is shown: true, false, or null when only the server
 * knows.
 * @param {import("../lib/types.d.ts").Generation} generation
 * @param {Filters} filters
 */
export function fits(generation, { kind, favourite, q, collection, model, trash }) {
  if (trash || !STATES.includes(generation.state)) return false
  if (kind ? generation.kind !== kind : !collection && generation.kind === "text") return false
  if (favourite && !generation.favourite) return false
  if (model && model !== generation.model && model !== generation.answered_by) return false
  return q || collection ? null : true
}

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
  const model = wordButton("", () => change({ model: "" }), { class: "filter-model" })

  /** @param {Filters} next */
  function show(next) {
    current = next
    for (const input of kinds.querySelectorAll("input")) input.checked = input.value === next.kind
    heart.setAttribute("aria-pressed", String(next.favourite))
    model.hidden = next.model === ""
    model.replaceChildren(next.model, icon("close"))
    model.setAttribute("aria-label", words.anyModel(next.model))
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
      model,
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
    { class: "segments-row", role: "radiogroup", "aria-label": words.kinds },
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
