/** An image or film on its way, or made, or not: one card, drawn anew when it changes. */

/** @import { Child, Context, Generation, Media } from "../lib/types.d.ts" */

import { fill, h } from "../lib/dom.js"
import { isLocal, isOpen, shapeOf } from "../lib/generation.js"
import { everySecond } from "../lib/ticker.js"
import { texts } from "../texts/en.js"
import { cancel, download, formAddress, remove, retry, toggleFavourite } from "./generation-actions.js"
import { icon } from "./icon.js"
import { isSlow, stateLine, stateText } from "./job-state.js"
import { generationProblem } from "./problem-block.js"
import { film } from "./film.js"

const words = texts.job

/**
 * What the list around a card must hear of.
 * @typedef {object} Told
 * @property {(generation: Generation) => void} changed
 * @property {(generation: Generation) => void} gone
 * @property {(media: Media, generation: Generation) => void} open
 */

/**
 * @param {Context} context
 * @param {Generation} generation
 * @param {Told} told
 */
export function createJobCard(context, generation, told) {
  const frame = h("div", { class: "job-frame" })
  const foot = h("div", { class: "job-foot" })
  const element = h("li", { class: "job" }, frame, foot)
  let ticking = new AbortController()

  /** @param {Generation} next */
  function show(next) {
    ticking.abort()
    ticking = new AbortController()
    element.dataset["state"] = next.state
    element.style.setProperty("--shape", String(shapeOf(next)))
    fill(frame, frameOf(context, next, told))
    fill(foot, footOf(context, next, told))
    if (isOpen(next)) tick(next, AbortSignal.any([ticking.signal, context.signal]))
  }

  /**
   * @param {Generation} next
   * @param {AbortSignal} signal
   */
  function tick(next, signal) {
    const line = foot.querySelector(".job-words")
    const slow = foot.querySelector(".job-slow")
    everySecond(() => {
      if (line) line.textContent = stateText(next, Date.now())
      if (slow instanceof HTMLElement) slow.hidden = !isSlow(next)
    }, signal)
  }

  show(generation)
  return { element, show }
}

/**
 * The pictures, or how many there will be, in their final shape.
 * @param {Context} context
 * @param {Generation} generation
 * @param {Told} told
 * @returns {Child[]}
 */
function frameOf({ api }, generation, told) {
  const { state, media, params, kind } = generation
  if (isOpen(generation)) {
    const count = kind === "image" ? Math.min(10, Number(params["n"] ?? 1)) : 1
    return Array.from({ length: count }, () => h("div", { class: "developing", "aria-hidden": "true" }))
  }
  if (media.length === 0) {
    return [h("div", { class: "job-blank", "data-state": state }, icon(state === "unknown" ? "unknown" : state === "failed" ? "alert" : "ban"))]
  }
  return media.map((one) => (one.kind === "video" ? film(api, one) : picture(api.url(one.thumbnail_url ?? one.url), one, generation, told)))
}

/**
 * @param {string} src
 * @param {Media} media
 * @param {Generation} generation
 * @param {Told} told
 */
const picture = (src, media, generation, told) =>
  h(
    "button",
    {
      type: "button",
      class: "job-picture",
      "aria-label": words.open(generation.prompt),
      onclick: () => told.open(media, generation),
    },
    h("img", { src, alt: "", loading: "lazy", width: media.width, height: media.height }),
  )

/**
 * @param {Context} context
 * @param {Generation} generation
 * @param {Told} told
 * @returns {Child[]}
 */
function footOf(context, generation, told) {
  const { state, prompt, model, answered_by, error, attempts } = generation
  return [
    state === "failed" && error
      ? generationProblem(error, { attempts, actions: [retryButton(context, generation, told)] })
      : stateLine(generation),
    isOpen(generation) && h("p", { class: "hint job-slow", hidden: !isSlow(generation) }, words.long),
    state === "unknown" && h("p", { class: "hint" }, words.unknownHint),
    state === "cancelled" && h("p", { class: "hint" }, generation.started_at ? words.cancelledRunning : words.cancelledHint),
    h("p", { class: "job-prompt", dir: "auto" }, prompt),
    h("p", { class: "job-model" }, answered_by ?? model),
    h("div", { class: "job-actions" }, actionsOf(context, generation, told)),
  ]
}

/**
 * @param {Context} context
 * @param {Generation} generation
 * @param {Told} told
 */
const retryButton = (context, generation, told) =>
  h("button", { type: "button", class: "button", onclick: () => retry(context, generation).then(taken(told)) }, icon("refresh"), words.retry)

/** @param {Told} told */
const taken = (told) => (/** @type {Generation | null} */ generation) => generation && told.changed(generation)

/**
 * @param {Context} context
 * @param {Generation} generation
 * @param {Told} told
 * @returns {Child[]}
 */
function actionsOf(context, generation, told) {
  const { state, media, favourite } = generation
  const [first] = media
  if (isLocal(generation)) return []
  if (isOpen(generation)) {
    return [h("button", { type: "button", class: "button", onclick: () => cancel(context, generation).then(taken(told)) }, words.cancel)]
  }
  const gone = () => told.gone(generation)
  const removeIt = () => remove(context, generation, { gone, back: told.changed })
  return [
    (state === "cancelled" || state === "unknown" || state === "interrupted") && retryButton(context, generation, told),
    first && tool("heart", favourite ? texts.lightbox.unfavourite : texts.lightbox.favourite, () => toggleFavourite(context, generation).then(taken(told)), favourite),
    first && tool("download", texts.lightbox.download, () => download(context, generation, first)),
    first && tool("info", texts.lightbox.info, () => told.open(first, generation)),
    h("a", { class: "icon-button tool", href: context.api.url(formAddress(generation)), "aria-label": texts.lightbox.usePrompt, title: texts.lightbox.usePrompt }, icon("edit")),
    tool("trash", texts.lightbox.delete, removeIt),
  ]
}

/**
 * @param {import("./icon.js").IconName} name
 * @param {string} label
 * @param {() => unknown} onclick
 * @param {boolean} [pressed]
 */
const tool = (name, label, onclick, pressed) =>
  h(
    "button",
    { type: "button", class: "icon-button tool", "aria-label": label, title: label, "aria-pressed": pressed === undefined ? null : String(pressed), onclick },
    icon(name),
  )
