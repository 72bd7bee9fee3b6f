/** An image or film on its way, or made, or not: one card, drawn anew when it changes. */

/** @import { Child, Context, Generation, GenerationError, Media, Usual } from "../lib/types.d.ts" */

import { fill, h } from "../lib/dom.js"
import { isLocal, isOpen, shapeOf } from "../lib/generation.js"
import { everySecond } from "../lib/ticker.js"
import { texts } from "../lib/texts.js"
import { film } from "./film.js"
import {
  cancel,
  download,
  remove,
  retry,
  share,
  toggleFavourite,
} from "./generation-actions.js"
import { icon, iconButton, wordButton } from "./icon.js"
import { isSlow, showProgress, stateLine, stateText } from "./job-state.js"
import { generationProblem } from "./problem-block.js"
import { createRecallMenu, tellPicked } from "./recall-menu.js"
import { routeResult } from "./route-result.js"

const words = texts.job
const MOST = 10 // pictures drawn in advance

/**
 * What the list around a card must hear of.
 * @typedef {object} Told
 * @property {(generation: Generation) => void} changed
 * @property {(generation: Generation) => void} gone
 * @property {(media: Media) => void} open
 * @property {(generation: Generation) => Usual | null} usual how long it will take, if known
 * @property {(generation: Generation) => number | null} place in line, if known
 */

export class JobCard {
  #ticking = new AbortController()
  #frame = h("div", { class: "job-frame" })
  #foot = h("div", { class: "job-foot" })
  #bar = h("div", { class: "job-bar", hidden: true })

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
    this.#frame.addEventListener("keydown", (event) => this.#key(event))
    this.show(generation)
  }

  /** @param {Generation} generation */
  show(generation) {
    this.generation = generation
    this.#ticking.abort()
    this.element.dataset["state"] = generation.state
    this.element.style.setProperty("--shape", String(shapeOf(generation)))
    const pictures = this.#pictures()
    this.#frame.style.setProperty("--columns", String(columnsFor(pictures.length)))
    fill(this.#frame, pictures, this.#bar)
    showProgress(this.#bar, generation, this.told.usual(generation))
    fill(this.#foot, this.#facts(), h("div", { class: "job-actions" }, this.#actions()))
    if (isOpen(generation)) this.#tick()
  }

  get #known() {
    const { told, generation } = this
    return { usual: told.usual(generation), place: told.place(generation) }
  }

  /** Only what counts time changes; the rest of the card stays as it is. */
  #tick() {
    this.#ticking = new AbortController()
    const line = this.#foot.querySelector(".job-words")
    const slow = this.#foot.querySelector(".job-slow")
    everySecond(
      () => {
        const { generation } = this
        const usual = this.told.usual(generation)
        if (line) line.textContent = stateText(generation, Date.now(), this.#known)
        if (slow instanceof HTMLElement) slow.hidden = !isSlow(generation, usual)
        showProgress(this.#bar, generation, usual)
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
    if (media.length > 0) return media.map((one, index) => this.#picture(one, index))
    const mark = { unknown: icon("unknown"), failed: icon("alert") }[/** @type {string} */ (state)]
    return [h("div", { class: "job-blank" }, mark ?? icon("ban"))]
  }

  /**
   * @param {Media} media
   * @param {number} index
   */
  #picture(media, index) {
    const { api } = this.context
    const { prompt, media: all } = this.generation
    const name = words.open(prompt)
    if (media.kind === "video") return film(api, media)
    const src = api.url(media.thumbnail_url ?? media.url)
    return h(
      "button",
      {
        type: "button",
        class: "job-picture",
        "aria-label": all.length > 1 ? `${name}, ${positionOf(index, all)}` : name,
        onclick: () => this.told.open(media),
      },
      h("img", { src, alt: "", loading: "lazy", width: media.width, height: media.height }),
    )
  }

  /** @returns {Child[]} */
  #facts() {
    const { generation } = this
    const { state, prompt, error } = generation
    const usual = this.told.usual(generation)
    return [
      state === "failed" && error
        ? generationProblem(error, { actions: isHopeless(error) ? [] : [this.#retry()] })
        : stateLine(generation, this.#known),
      isOpen(generation) &&
        h("p", { class: "hint job-slow", hidden: !isSlow(generation, usual) }, words.long),
      h("p", { class: "hint" }, endHint(generation)),
      h("p", { class: "job-prompt", dir: "auto" }, prompt),
      routeResult(generation),
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
      createRecallMenu(generation),
      generation.media[0] && this.#mediaTools(generation.media[0]),
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
      context.site.share_links &&
        tool("share", texts.lightbox.share, () => share(context, generation)),
      tool("info", texts.lightbox.info, () => told.open(media)),
    ]
  }

  /**
   * The letters of the library, here as there only while the picture itself has the focus.
   * @param {KeyboardEvent} event
   */
  #key(event) {
    const { generation, context, told } = this
    const [media] = generation.media
    if (!media || event.ctrlKey || event.metaKey || event.altKey) return
    /** @type {Record<string, () => unknown>} */
    const acts = {
      f: () => this.#take(toggleFavourite(context, generation)),
      d: () => download(context, generation, media),
      i: () => told.open(media),
      p: () => tellPicked(this.element, { generation, verb: "prompt" }),
      r: () => tellPicked(this.element, { generation, verb: "all" }),
    }
    const act = acts[event.key.toLowerCase()]
    if (!act) return
    event.preventDefault()
    act()
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

/**
 * @param {number} index
 * @param {Media[]} all
 */
const positionOf = (index, all) => texts.lightbox.position(index + 1, all.length)

/** Whether the very same can only fail again. @param {GenerationError} error */
const isHopeless = ({ retryable, who }) => !retryable && who === "user"

/** Side by side, so that no row is left half empty. @param {number} count */
const columnsFor = (count) => (count === 1 ? 1 : count === 2 || count === 4 ? 2 : 3)

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
