/** An image or film on its way, or made, or not: one card, drawn anew when it changes. */

/** @import { Child, Context, Generation, Media } from "../lib/types.d.ts" */

import { fill, h } from "../lib/dom.js"
import { isLocal, isOpen, shapeOf } from "../lib/generation.js"
import { everySecond } from "../lib/ticker.js"
import { texts } from "../lib/texts.js"
import { film } from "./film.js"
import {
  cancel,
  download,
  formAddress,
  remove,
  retry,
  toggleFavourite,
} from "./generation-actions.js"
import { icon, iconButton, wordButton } from "./icon.js"
import { isSlow, stateLine, stateText } from "./job-state.js"
import { generationProblem } from "./problem-block.js"

const words = texts.job
const MOST = 10 // pictures drawn in advance

/**
 * What the list around a card must hear of.
 * @typedef {object} Told
 * @property {(generation: Generation) => void} changed
 * @property {(generation: Generation) => void} gone
 * @property {(media: Media) => void} open
 */

export class JobCard {
  #ticking = new AbortController()
  #frame = h("div", { class: "job-frame" })
  #foot = h("div", { class: "job-foot" })

  /**
   * @param {Context} context
   * @param {Generation} generation
   * @param {Told} told
   */
  constructor(context, generation, told) {
    this.context = context
    this.told = told
    this.generation = generation
    this.element = h("li", { class: "job" }, this.#frame, this.#foot)
    this.show(generation)
  }

  /** @param {Generation} generation */
  show(generation) {
    this.generation = generation
    this.#ticking.abort()
    this.element.dataset["state"] = generation.state
    this.element.style.setProperty("--shape", String(shapeOf(generation)))
    fill(this.#frame, this.#pictures())
    fill(this.#foot, this.#facts(), h("div", { class: "job-actions" }, this.#actions()))
    if (isOpen(generation)) this.#tick()
  }

  /** Only the words that count time change; the rest of the card stays as it is. */
  #tick() {
    this.#ticking = new AbortController()
    const line = this.#foot.querySelector(".job-words")
    const slow = this.#foot.querySelector(".job-slow")
    everySecond(
      () => {
        if (line) line.textContent = stateText(this.generation, Date.now())
        if (slow instanceof HTMLElement) slow.hidden = !isSlow(this.generation)
      },
      AbortSignal.any([this.#ticking.signal, this.context.signal]),
    )
  }

  /** What came out, or as many plates as there will be pictures, in their final shape. */
  #pictures() {
    const { state, media, params, kind } = this.generation
    if (isOpen(this.generation)) {
      const length = kind === "image" ? Math.min(MOST, Number(params["n"] ?? 1)) : 1
      return Array.from({ length }, () => h("div", { class: "developing", "aria-hidden": "true" }))
    }
    if (media.length > 0) return media.map((one) => this.#picture(one))
    const mark = { unknown: icon("unknown"), failed: icon("alert") }[/** @type {string} */ (state)]
    return [h("div", { class: "job-blank" }, mark ?? icon("ban"))]
  }

  /** @param {Media} media */
  #picture(media) {
    const { api } = this.context
    if (media.kind === "video") return film(api, media)
    const src = api.url(media.thumbnail_url ?? media.url)
    return h(
      "button",
      {
        type: "button",
        class: "job-picture",
        "aria-label": words.open(this.generation.prompt),
        onclick: () => this.told.open(media),
      },
      h("img", { src, alt: "", loading: "lazy", width: media.width, height: media.height }),
    )
  }

  /** @returns {Child[]} */
  #facts() {
    const { state, prompt, model, answered_by, error, attempts } = this.generation
    return [
      state === "failed" && error
        ? generationProblem(error, { attempts, actions: [this.#retry()] })
        : stateLine(this.generation),
      isOpen(this.generation) &&
        h("p", { class: "hint job-slow", hidden: !isSlow(this.generation) }, words.long),
      h("p", { class: "hint" }, endHint(this.generation)),
      h("p", { class: "job-prompt", dir: "auto" }, prompt),
      h("p", { class: "job-model" }, answered_by ?? model),
    ]
  }

  /** @returns {Child[]} */
  #actions() {
    const { generation, context } = this
    if (isLocal(generation)) return []
    if (isOpen(generation)) {
      return [wordButton(words.cancel, () => this.#take(cancel(context, generation)))]
    }
    const isRetryable = ["cancelled", "unknown", "interrupted"].includes(generation.state)
    return [
      isRetryable && this.#retry(),
      generation.media[0] && this.#mediaTools(generation.media[0]),
      this.#recipe(),
      tool("trash", texts.lightbox.delete, () => this.#remove()),
    ]
  }

  /** @param {Media} media */
  #mediaTools(media) {
    const { generation, context, told } = this
    const { favourite, unfavourite } = texts.lightbox
    const heart = tool("heart", generation.favourite ? unfavourite : favourite, () =>
      this.#take(toggleFavourite(context, generation)),
    )
    heart.setAttribute("aria-pressed", String(generation.favourite))
    return [
      heart,
      tool("download", texts.lightbox.download, () => download(context, generation, media)),
      tool("info", texts.lightbox.info, () => told.open(media)),
    ]
  }

  #recipe() {
    const label = texts.lightbox.usePrompt
    const href = this.context.api.url(formAddress(this.generation))
    const look = { class: "icon-button tool", href, "aria-label": label, title: label }
    return h("a", look, icon("edit"))
  }

  #retry() {
    const again = () => this.#take(retry(this.context, this.generation))
    return wordButton(words.retry, again, { icon: "refresh" })
  }

  #remove() {
    const { generation, told } = this
    const gone = () => told.gone(generation)
    return remove(this.context, generation, { gone, back: told.changed })
  }

  /** @param {Promise<Generation | null>} answer */
  async #take(answer) {
    const generation = await answer
    if (generation) this.told.changed(generation)
  }
}

/** @param {Generation} generation */
function endHint({ state, kind, started_at }) {
  if (state === "unknown") return words.unknownHint
  if (state !== "cancelled") return ""
  if (!started_at) return words.cancelledHint
  return kind === "video" ? words.cancelledFilm : ""
}

/**
 * @param {import("./icon.js").IconName} name
 * @param {string} label
 * @param {() => unknown} onclick
 */
const tool = (name, label, onclick) => iconButton(name, label, onclick, { class: "tool" })
