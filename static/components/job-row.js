/** One generation as a line of a list: what, how far, what it cost, what one can do. */

/** @import { Child, Context, Generation } from "../lib/types.d.ts" */
/** @import { IconName } from "./icon.js" */

import { fill, h } from "../lib/dom.js"
import { relative } from "../lib/format.js"
import { addressOf, isOpen } from "../lib/generation.js"
import { everySecond } from "../lib/ticker.js"
import { texts } from "../lib/texts.js"
import { cancel, retry } from "./generation-actions.js"
import { icon, wordButton } from "./icon.js"
import { stateLine, stateText } from "./job-state.js"
import { priceText } from "./price.js"
import { generationProblem } from "./problem-block.js"

/** @type {Record<import("../lib/types.d.ts").Kind, IconName>} */
const ICONS = { text: "text", image: "image", video: "film" }

/**
 * @typedef {object} Told
 * @property {(generation: Generation) => void} changed
 * @property {(generation: Generation) => number | null} place in line, if known
 */

/**
 * @param {Context} context
 * @param {Told} told
 */
export function createJobRow(context, told) {
  const element = h("li", { class: "row" })
  let ticking = new AbortController()

  /** @param {Generation} generation */
  const known = (generation) => ({ place: told.place(generation) })

  /** @param {Generation} generation */
  function show(generation) {
    ticking.abort()
    ticking = new AbortController()
    element.dataset["state"] = generation.state
    fill(
      element,
      h(
        "span",
        { class: "row-kind" },
        thumbnail(context, generation) ?? icon(ICONS[generation.kind]),
      ),
      h("div", { class: "row-words" }, factsOf(generation, known(generation))),
      h("div", { class: "row-actions" }, actionsOf(context, generation, told)),
    )
    if (isOpen(generation)) tick(generation)
  }

  /** @param {Generation} generation */
  function tick(generation) {
    const line = element.querySelector(".job-words")
    everySecond(
      () => line && (line.textContent = stateText(generation, Date.now(), known(generation))),
      AbortSignal.any([ticking.signal, context.signal]),
    )
  }
  return { element, show }
}

/**
 * @param {Generation} generation
 * @param {import("./job-state.js").Known} known
 * @returns {Child[]}
 */
function factsOf(generation, known) {
  const { kind, prompt, model, answered_by, created_at, state, error, attempts } = generation
  return [
    h("p", { class: "row-title", dir: "auto" }, prompt),
    h(
      "p",
      { class: "row-facts" },
      h("span", {}, texts.kinds[kind]),
      h("code", {}, answered_by ?? model),
      h("time", { datetime: created_at }, relative(created_at)),
      heldText(generation),
    ),
    stateLine(generation, known),
    error && state === "failed" && generationProblem(error, { attempts, id: generation.id }),
    state === "unknown" && h("p", { class: "hint" }, texts.job.unknownHint),
  ]
}

/** What is set aside for it, until its cost is known. @param {Generation} generation */
function heldText({ state, quote, cost_micros }) {
  const isHeld = isOpen({ state }) || (state === "unknown" && cost_micros === null)
  if (!isHeld || !quote?.amount_micros) return null
  return h("span", {}, texts.jobs.held(priceText(quote)))
}

/**
 * @param {Context} context
 * @param {Generation} generation
 */
function thumbnail({ api }, { media: [first] }) {
  return first?.thumbnail_url
    ? h("img", { src: api.url(first.thumbnail_url), alt: "", loading: "lazy" })
    : null
}

/**
 * @param {Context} context
 * @param {Generation} generation
 * @param {Told} told
 * @returns {Child[]}
 */
function actionsOf(context, generation, { changed }) {
  const { kind, state } = generation
  const take = (/** @type {Generation | null} */ next) => next && changed(next)
  const target = addressOf(generation)
  return [
    target && h("a", { class: "button", href: context.api.url(target) }, texts.jobs.open),
    isOpen(generation) &&
      wordButton(texts.job.cancel, () => cancel(context, generation).then(take)),
    kind !== "text" &&
      !isOpen(generation) &&
      state !== "succeeded" &&
      wordButton(texts.job.retry, () => retry(context, generation).then(take), { icon: "refresh" }),
  ]
}
