/** What was spent day by day, stacked by kind: a picture for the eye, beside the same as a table. */

/** @import { Kind } from "../lib/types.d.ts" */
/** @import { DaySum } from "../lib/usage.js" */

import { h } from "../lib/dom.js"
import { date, money, shortDate } from "../lib/format.js"
import { texts } from "../lib/texts.js"

const words = texts.usage

const HEIGHT = 240 // pixels

/** From the bottom of a bar to its top. @type {Kind[]} */
export const KINDS = ["text", "image", "video"]

/**
 * The library is fetched with the first chart, and the chart drawn anew when the room or the
 * theme changes.
 * @param {DaySum[]} days
 * @param {AbortSignal} signal
 */
export function spentChart(days, signal) {
  const swatches = KINDS.map((kind) => h("i", { class: `swatch swatch-${kind}` }))
  const reading = h("p", { class: "chart-reading hint" }, words.point)
  const place = h("div", { class: "chart-place", style: { "block-size": `${HEIGHT}px` } })
  const legend = h(
    "ul",
    { class: "legend" },
    KINDS.map((kind, at) => h("li", {}, swatches[at], texts.kinds[kind])),
  )
  draw()
  return h("div", { class: "chart", "aria-hidden": "true" }, legend, place, reading)

  async function draw() {
    const { default: Plot } = await import("../vendor/uplot.js")
    /** @type {InstanceType<typeof Plot> | null} */
    let plot = null
    const show = () => {
      plot?.destroy()
      if (signal.aborted || place.clientWidth === 0) return
      const read = (/** @type {number | null | undefined} */ at) =>
        (reading.textContent = readingOf(days, at))
      plot = new Plot(options(Plot, days, place, swatches.map(colourOf), read), stacked(days), place)
    }
    const room = new ResizeObserver(show)
    room.observe(place)
    const looks = new MutationObserver(show)
    looks.observe(document.documentElement, { attributeFilter: ["data-theme"] })
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show, { signal })
    signal.addEventListener("abort", () => (room.disconnect(), looks.disconnect()))
  }
}

/** @param {Element} swatch */
const colourOf = (swatch) => getComputedStyle(swatch).backgroundColor

/**
 * Each kind on top of those below it, the tallest first, so that each later one covers its part.
 * @param {DaySum[]} days
 */
function stacked(days) {
  const upTo = (/** @type {number} */ count) =>
    days.map(({ spent }) =>
      KINDS.slice(0, count).reduce((sum, kind) => sum + Math.max(0, spent[kind]), 0),
    )
  const layers = KINDS.map((_, at) => upTo(KINDS.length - at))
  return /** @type {import("../vendor/uplot.js").AlignedData} */ ([
    days.map((_, index) => index),
    ...layers,
  ])
}

/**
 * @param {typeof import("../vendor/uplot.js")} Plot
 * @param {DaySum[]} days
 * @param {HTMLElement} place
 * @param {string[]} colours of the kinds
 * @param {(at: number | null | undefined) => void} read
 * @returns {import("../vendor/uplot.js").Options}
 */
function options(Plot, days, place, colours, read) {
  const { color, fontFamily } = getComputedStyle(place)
  const grid = { stroke: getComputedStyle(place).borderTopColor, width: 1 }
  const axis = { stroke: color, font: `12px ${fontFamily}`, grid, ticks: { show: false } }
  const bars = Plot.paths.bars?.({ size: [0.72, 44], radius: 0.12 })
  return {
    width: place.clientWidth,
    height: HEIGHT,
    padding: [8, 20, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: {
      x: { time: false, range: [-0.6, days.length - 0.4] },
      y: { range: (_plot, _least, most) => [0, Math.max(1, most) * 1.05] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 28,
        space: 64,
        incrs: [1, 2, 3, 5, 7, 14, 30, 60, 90],
        values: (_plot, splits) => splits.map((at) => shortDate(days[at]?.day ?? "")),
      },
      { ...axis, size: 64, values: (_plot, splits) => splits.map((micros) => money(micros)) },
    ],
    series: [
      {},
      ...KINDS.toReversed().map((_kind, at) => ({
        fill: colours[KINDS.length - 1 - at] ?? color,
        width: 0,
        ...(bars && { paths: bars }),
        points: { show: false },
      })),
    ],
    hooks: { setCursor: [(plot) => read(plot.cursor.idx)] },
  }
}

/**
 * @param {DaySum[]} days
 * @param {number | null | undefined} at
 */
function readingOf(days, at) {
  const sum = at === null || at === undefined ? undefined : days[at]
  if (!sum) return words.point
  const parts = KINDS.filter((kind) => sum.spent[kind] !== 0).map(
    (kind) => `${texts.kinds[kind]} ${money(sum.spent[kind])}`,
  )
  return [date(sum.day), money(sum.total), parts.length > 1 && parts.join(", ")]
    .filter(Boolean)
    .join(" · ")
}
