/** The state of a generation in words: icon and text, never colour alone, never a made-up percent. */

/** @import { Generation, State } from "../lib/types.d.ts" */
/** @import { IconName } from "./icon.js" */

import { h } from "../lib/dom.js"
import { duration } from "../lib/format.js"
import { elapsed, isLocal, isOpen } from "../lib/generation.js"
import { texts } from "../lib/texts.js"
import { costText } from "./generation-actions.js"
import { icon } from "./icon.js"
import { announce } from "./news.js"

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

/** @param {Generation} generation */
export function stateLine(generation) {
  const { state } = generation
  return h(
    "p",
    { class: "job-state", "data-state": state },
    icon(ICONS[state]),
    h("span", { class: "job-words" }, stateText(generation, Date.now())),
  )
}

/**
 * @param {Generation} generation
 * @param {number} now milliseconds
 */
export function stateText(generation, now) {
  const { state, stage } = generation
  const seconds = elapsed(generation, now)
  const time = duration(seconds)
  if (isLocal(generation)) return words.sending
  if (state === "queued") return `${words.states.queued} · ${time}`
  if (state === "running") return `${words.stages[stage ?? ""] ?? words.states.running} · ${time}`
  const cost = costText(generation)
  const what = state === "succeeded" ? words.doneIn(time) : words.states[state]
  return cost ? `${what} · ${cost}` : what
}

/** @param {Generation} generation */
export const isSlow = (generation) =>
  isOpen(generation) && elapsed(generation, Date.now()) > LONG[generation.kind]

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
