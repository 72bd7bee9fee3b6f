/** The state of a generation in words: icon and text, never colour alone, never a made-up percent. */

/** @import { Generation, State, Usual } from "../lib/types.d.ts" */
/** @import { IconName } from "./icon.js" */

import { h } from "../lib/dom.js"
import { duration } from "../lib/format.js"
import { elapsed, isLocal, isOpen } from "../lib/generation.js"
import { texts } from "../lib/texts.js"
import { shareOf } from "../lib/usual.js"
import { costText } from "./generation-actions.js"
import { icon } from "./icon.js"
import { announce } from "./news.js"
import { priceText } from "./price.js"

const words = texts.job

/** @type {Record<State, IconName>} */
const ICONS = {
  queued: "clock",
  running: "bolt",
  succeeded: "check",
  failed: "alert",
  cancelled: "ban",
  interrupted: "alert",
  unknown: "unknown",
}

/** Seconds after which even a patient person wants to be told that it may take longer. */
const LONG = { text: 60, image: 90, video: 360 }

/** Where the usual time is known, this many times as much is long. */
const TIMES_USUAL = 3

/**
 * What is known beyond the generation itself: how long its model takes, its place in line.
 * @typedef {{ usual?: Usual | null, place?: number | null }} Known
 */

/**
 * @param {Generation} generation
 * @param {Known} [known]
 */
export function stateLine(generation, known) {
  const { state } = generation
  return h(
    "p",
    { class: "job-state", "data-state": state },
    icon(ICONS[state]),
    h("span", { class: "job-words" }, stateText(generation, Date.now(), known)),
  )
}

/**
 * @param {Generation} generation
 * @param {number} now milliseconds
 * @param {Known} [known]
 */
export function stateText(generation, now, { usual, place } = {}) {
  const { state, stage } = generation
  const time = duration(elapsed(generation, now))
  if (isLocal(generation)) return words.sending
  if (state === "queued") {
    return [words.states.queued, place && words.place(place), time].filter(Boolean).join(" · ")
  }
  if (state === "running") {
    const doing = words.stages[stage ?? ""] ?? words.states.running
    return [doing, time, usual && words.usually(range(usual))].filter(Boolean).join(" · ")
  }
  const what = state === "succeeded" ? words.doneIn(time) : words.states[state]
  return [what, costText(generation), quotedText(generation)].filter(Boolean).join(" · ")
}

/** @param {Usual} usual */
function range({ low_s, high_s }) {
  const [low, high] = [Math.max(1, Math.round(low_s)), Math.max(1, Math.round(high_s))]
  return low === high || high >= 60
    ? words.between(duration(low), duration(high))
    : words.between(String(low), duration(high))
}

/**
 * What was said before, once the truth is known.
 * @param {Generation} generation
 */
function quotedText({ quote, cost_micros }) {
  if (!quote || cost_micros === null || quote.amount_micros === cost_micros) return ""
  return quote.amount_micros === null ? words.unquoted : words.quoted(priceText(quote))
}

/**
 * @param {Generation} generation
 * @param {Usual | null} usual
 */
export const isSlow = (generation, usual) =>
  isOpen(generation) &&
  elapsed(generation, Date.now()) >
    (usual ? TIMES_USUAL * usual.median_s : LONG[generation.kind])

/**
 * A thin bar that follows the usual time, where one is known, and never pretends to know the end.
 * @param {HTMLElement} bar
 * @param {Generation} generation
 * @param {Usual | null} usual
 */
export function showProgress(bar, generation, usual) {
  bar.hidden = generation.state !== "running" || !usual
  if (bar.hidden || !usual) return
  const share = shareOf(usual, elapsed(generation, Date.now()))
  bar.toggleAttribute("data-open", share === null)
  bar.style.setProperty("--share", String(share ?? 1))
}

/** What was announced last, by id. @type {Map<string, State>} */
const told = new Map()

/**
 * Say when a job is queued, starts and ends, once each.
 * @param {Generation} generation
 */
export function announceState({ id, kind, state }) {
  if (told.get(id) === state) return
  told.set(id, state)
  announce(words.announce[state](texts.kinds[kind]))
}
