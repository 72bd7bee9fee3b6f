/** What stands in the library where there is nothing to show. */

/** @import { Child } from "../lib/types.d.ts" */
/** @import { Filters } from "./library-filters.js" */
/** @import { IconName } from "./icon.js" */

import { h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { emptyState } from "./empty-state.js"
import { wordButton } from "./icon.js"
import { isFiltered } from "./library-filters.js"

const words = texts.library

/**
 * @param {Filters} filters
 * @param {string} base
 * @param {() => void} clear
 */
export function emptyNote(filters, base, clear) {
  const link = (/** @type {string} */ path, /** @type {string} */ label, kind = "") =>
    h("a", { class: `button ${kind}`, href: base + path }, label)
  const { kind, favourite, q, model, collection, trash } = filters
  const onlyTexts = kind === "text" && !favourite && !q && !model
  if (onlyTexts && !collection && !trash)
    return note("text", words.emptyTitle, words.emptyTexts, [
      link("/generate/text", words.makeText, "button-primary"),
    ])
  if (isFiltered(filters))
    return note("search", words.noneTitle, words.noneHint, [wordButton(words.clear, clear)])
  if (trash) return note("trash", words.emptyTrash, words.emptyTrashHint, [])
  if (collection)
    return note("folder", words.emptyCollection, words.emptyCollectionHint, [
      link("/library", words.goHome, "button-primary"),
    ])
  return note("grid", words.emptyTitle, words.emptyHint, [
    link("/generate/image", words.makeImage, "button-primary"),
    link("/generate/video", words.makeVideo),
  ])
}

/**
 * @param {IconName} icon
 * @param {string} title
 * @param {string} hint
 * @param {Child[]} actions
 */
const note = (icon, title, hint, actions) =>
  emptyState({ icon, heading: h("h2", { class: "empty-title" }, title), hint, actions })
