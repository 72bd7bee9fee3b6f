/** Spending in tables: by day, by kind, by model. A bar behind a sum shows its share. */

/** @import { Child, KindSpent, Micros, ModelSpent } from "../lib/types.d.ts" */
/** @import { DaySum } from "../lib/usage.js" */

import { h } from "../lib/dom.js"
import { date, money, number } from "../lib/format.js"
import { texts } from "../lib/texts.js"
import { KINDS } from "./spent-chart.js"

const words = texts.usage

/** @param {DaySum[]} days */
export const dayTable = (days) =>
  table(
    [words.day, ...KINDS.map((kind) => texts.kinds[kind]), words.cost],
    days.map(({ day, spent, total }) => [
      date(day),
      ...KINDS.map((kind) => (spent[kind] === 0 ? "–" : money(spent[kind]))),
      money(total),
    ]),
  )

/** @param {KindSpent[]} kinds */
export const kindTable = (kinds) =>
  tableCard(
    words.byKind,
    table(
      [words.kind, words.count, words.cost],
      kinds.map(({ kind, generations, spent_micros }) => [
        h("span", { class: "kind-name" }, h("i", { class: `swatch swatch-${kind}` }), texts.kinds[kind]),
        number(generations),
        share(spent_micros, kinds),
      ]),
    ),
  )

/** @param {ModelSpent[]} models */
export const modelTable = (models) =>
  tableCard(
    words.byModel,
    table(
      [words.model, words.kind, words.count, words.cost],
      models.map(({ model, kind, generations, spent_micros }) => [
        h("code", {}, model),
        texts.kinds[kind],
        number(generations),
        share(spent_micros, models),
      ]),
    ),
  )

/**
 * It scrolls sideways where there is no room, so the keyboard must reach it.
 * @param {string} label
 * @param {HTMLElement} content
 */
export const tableCard = (label, content) =>
  h("div", { class: "card table-card", role: "region", "aria-label": label, tabindex: 0 }, content)

/**
 * A sum, and how much of all it is.
 * @param {Micros} spent
 * @param {{ spent_micros: Micros }[]} all
 */
export function share(spent, all) {
  const most = Math.max(1, ...all.map(({ spent_micros }) => spent_micros))
  const size = `${Math.max(0, (100 * spent) / most)}%`
  return h(
    "span",
    { class: "share" },
    h("span", { class: "share-bar", style: { "inline-size": size } }),
    money(spent),
  )
}

/**
 * @param {string[]} heads
 * @param {Child[][]} rows the first cell of each names it
 */
export const table = (heads, rows) =>
  h(
    "table",
    { class: "table" },
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        heads.map((head) => h("th", { scope: "col" }, head)),
      ),
    ),
    h(
      "tbody",
      {},
      rows.map(([name, ...cells]) =>
        h(
          "tr",
          {},
          h("th", { scope: "row" }, name),
          cells.map((cell) => h("td", {}, cell)),
        ),
      ),
    ),
  )
