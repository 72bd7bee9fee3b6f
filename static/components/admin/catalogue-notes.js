/** What the gateway changed lately: models that came and went, and prices before and after. */

/** @import { Note, PriceLine } from "../../lib/admin/types.d.ts" */

import { h } from "../../lib/dom.js"
import { number, relative } from "../../lib/format.js"
import { texts } from "../../lib/admin/texts.js"
import { badge } from "./parts.js"

const words = texts.models
const SHOWN = 50
const TONES = /** @type {const} */ ({ appeared: "good", vanished: "bad", price: "warning" })

/**
 * @param {Note[]} notes
 * @param {string | null} what only these are meant, which opens the list
 */
export function catalogueNotes(notes, what) {
  const wanted = what !== null && what in TONES ? notes.filter((note) => note.what === what) : notes
  if (wanted.length === 0) return null
  return h(
    "details",
    { class: "card admin-card catalogue-notes", open: what !== null },
    h("summary", {}, words.notes(number(wanted.length))),
    h("ul", { class: "rows" }, wanted.slice(0, SHOWN).map(row)),
  )
}

/** @param {Note} note */
const row = ({ model, what, before, after, noted_at }) =>
  h(
    "li",
    { class: "note" },
    h("p", { class: "row-title" }, h("code", {}, model), badge(words.what[what], TONES[what])),
    h(
      "p",
      { class: "row-facts" },
      h("time", { datetime: noted_at }, relative(noted_at)),
      what === "price" && h("span", {}, priceWords(before ?? []), " → ", priceWords(after ?? [])),
    ),
  )

/** @param {PriceLine[]} lines */
export const priceWords = (lines) => lines.map(({ what, usd }) => `$${usd} ${what}`).join(", ")
