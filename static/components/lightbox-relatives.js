/** What something was made from and what was made from it, as small pictures with links. */

/** @import { Child, Context, Family, Generation, Relative } from "../lib/types.d.ts" */

import { isAbort } from "../lib/api.js"
import { fill, h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { icon } from "./icon.js"
import { sentence } from "./problem-block.js"

const words = texts.lightbox

/**
 * It comes when it has been read; most things have no relatives, and then nothing is shown.
 * @param {Context} context
 * @param {Generation} generation
 * @param {(address: string) => () => void} go
 */
export function relatives({ api, signal }, { id }, go) {
  const place = h("div", { class: "info-relatives" })
  const show = (/** @type {Family} */ { made_from, used_in }) =>
    fill(
      place,
      section(words.madeFrom, made_from.map((each) => relative(api, each, go))),
      section(words.usedIn, used_in.map((each) => relative(api, each, go))),
    )
  api
    .get(`/api/generations/${id}/links`, { signal })
    .then((family) => show(/** @type {Family} */ (family)))
    .catch((error) => {
      if (!isAbort(error)) fill(place, h("p", { class: "hint" }, sentence(error)))
    })
  return place
}

/**
 * @param {string} title
 * @param {Child[]} items
 */
const section = (title, items) =>
  items.length > 0 && [
    h("h3", { class: "section-title" }, title),
    h("ul", { class: "relatives" }, items.map((each) => h("li", {}, each))),
  ]

/**
 * @param {Context["api"]} api
 * @param {Relative} relative
 * @param {(address: string) => () => void} go
 */
function relative(api, { generation_id, media_id, role, kind, title, thumbnail_url, deleted }, go) {
  const as = role ? words.roles[role] : words.again
  if (deleted)
    return h(
      "span",
      { class: "relative relative-gone" },
      icon("trash"),
      h("span", {}, `${as}: ${words.gone}`),
    )
  const still = thumbnail_url
    ? h("img", { src: api.url(thumbnail_url), alt: "", loading: "lazy" })
    : icon(kind === "text" ? "text" : "image")
  const name = h("span", { dir: "auto" }, `${as}: ${title || words.untitled}`)
  if (generation_id)
    return h(
      "button",
      { type: "button", class: "relative", onclick: go(`/library/${generation_id}`) },
      still,
      name,
    )
  return h(
    "a",
    { class: "relative", href: api.url(`/api/media/${media_id}`), target: "_blank" },
    still,
    name,
  )
}
