/** One thing in the grid: it has its place and name at once, and its pictures when they come. And
 * the line that it lies in. */

/** @import { Api } from "../lib/api.js" */
/** @import { Line } from "../lib/justify.js" */
/** @import { Child, Generation, Kind, Media } from "../lib/types.d.ts" */

import { fill, h } from "../lib/dom.js"
import { clock, dateTime, day } from "../lib/format.js"
import { motionIsWelcome } from "../lib/storage.js"
import { texts } from "../lib/texts.js"
import { icon } from "./icon.js"

const words = texts.library
const SQUARE = 4 // of more files than lie side by side, so many are shown
const MARKS = /^[ \t]*(#{1,6}|>|[-*+])[ \t]+|[*_`~]{1,3}/gm // of Markdown; on a card they are noise
const HOVER = 200 // milliseconds of attention before a film begins to play

/** @typedef {{ id: string, kind: Kind, time: number, href: string }} Place */

export class Tile {
  /** @type {AbortController | null} */
  #playing = null
  /** @type {Generation | null} */
  #generation = null

  /**
   * @param {Api} api
   * @param {Place} place
   */
  constructor(api, place) {
    this.api = api
    this.place = place
    this.box = h("input", { type: "checkbox", tabindex: -1, class: "tile-box" })
    this.link = h("a", {
      class: "tile",
      href: api.url(place.href),
      tabindex: -1,
      "data-id": place.id,
    })
    this.element = h(
      "div",
      { class: "tile-cell", role: "gridcell", "aria-selected": "false" },
      this.link,
      h("label", { class: "tile-check" }, this.box),
    )
    this.#name()
    if (place.kind === "video") this.#playsWhenLookedAt()
  }

  get isFilled() {
    return this.#generation !== null
  }

  /** Once its pictures can be painted, or cannot be had. */
  async ready() {
    const pictures = [...this.link.querySelectorAll("img")]
    await Promise.allSettled(pictures.map((each) => each.decode()))
  }

  /** @param {Generation | null} generation */
  show(generation) {
    if (!generation || generation === this.#generation) return
    this.#generation = generation
    this.#name()
    fill(this.link, this.#content(generation))
    this.link.dataset["loaded"] = generation.kind
  }

  /** @param {boolean} isChosen */
  choose(isChosen) {
    this.box.checked = isChosen
    this.element.setAttribute("aria-selected", String(isChosen))
  }

  #name() {
    const { kind, time } = this.place
    const when = dateTime(new Date(time).toISOString())
    const what = this.#generation ? this.#generation.title || this.#generation.prompt : when
    const length = this.#generation?.media[0]?.duration_s
    const files = this.#generation?.media.length ?? 1
    const name = words.tile(texts.kinds[kind], what, length ? clock(length) : "")
    this.link.setAttribute("aria-label", files > 1 ? `${name} ${words.files(files)}` : name)
    this.box.setAttribute("aria-label", words.choose(what))
  }

  /** @param {Generation} generation @returns {Child} */
  #content(generation) {
    if (generation.kind === "text") return textCard(generation)
    const { media, favourite, title, prompt } = generation
    const [first] = media
    return [
      h("span", { class: "tile-pictures", "data-count": Math.min(SQUARE, media.length) }, [
        media.slice(0, SQUARE).map((each) => this.#still(each)),
      ]),
      favourite && heart(),
      media.length > SQUARE && h("span", { class: "tile-more" }, `+${media.length - SQUARE}`),
      h("span", { class: "tile-prompt", dir: "auto" }, title || prompt),
      first?.kind === "video" && filmMark(first),
    ]
  }

  /** @param {Media} media */
  #still({ id, kind, thumbnail_url, url }) {
    const still = thumbnail_url ?? (kind === "image" ? url : null)
    if (!still) return null
    // As the document names them (`app/library/page.py`): after what the page is made of.
    const priority = { fetchpriority: "low" }
    return h("img", { src: this.api.url(still), alt: "", "data-media": id, ...priority })
  }

  /** Muted, and only where motion is welcome. */
  #playsWhenLookedAt() {
    let timer = 0
    const begin = () => {
      clearTimeout(timer)
      if (motionIsWelcome()) timer = setTimeout(() => this.#play(), HOVER)
    }
    const end = () => {
      clearTimeout(timer)
      this.#playing?.abort()
      this.#playing = null
    }
    this.link.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && begin())
    this.link.addEventListener("pointerleave", end)
    this.link.addEventListener("focus", () => this.link.matches(":focus-visible") && begin())
    this.link.addEventListener("blur", end)
  }

  #play() {
    const film = this.#generation?.media.find(({ kind }) => kind === "video")
    if (!film || this.#playing || !film.thumbnail_url?.endsWith("/thumbnail")) return
    this.#playing = new AbortController()
    const video = h("video", { class: "tile-film", src: this.api.url(film.url), loop: true })
    video.muted = true
    video.playsInline = true
    video.setAttribute("aria-hidden", "true")
    this.#playing.signal.addEventListener("abort", () => {
      video.removeAttribute("src")
      video.load()
      video.remove()
    })
    this.link.append(video)
    // A film the browser cannot play leaves its still.
    video.play().catch(() => video.remove())
  }
}

const heart = () => h("span", { class: "tile-heart" }, icon("heart"))

/** @param {Media} media */
const filmMark = ({ duration_s, has_audio }) =>
  h(
    "span",
    { class: "tile-length" },
    icon("play"),
    duration_s ? clock(duration_s) : "",
    has_audio && icon("sound"),
  )

/** @param {Generation} generation @returns {Child} */
const textCard = ({ title, prompt, text, favourite }) => [
  h("span", { class: "tile-words" }, [
    h("strong", { dir: "auto" }, title || prompt),
    h("span", { dir: "auto" }, text.slice(0, 500).replace(MARKS, "")),
  ]),
  favourite && heart(),
]

/**
 * A line without its tiles, under its day if that is told.
 * @param {Line} line
 * @param {number} row its number, from 1
 */
export const createLine = ({ top, height, day: moment }, row) =>
  h(
    "div",
    {
      role: "row",
      class: "grid-row",
      "aria-rowindex": row,
      style: { top: `${top}px`, height: `${height}px` },
    },
    moment !== null && heading(moment),
  )

/** @param {number} moment */
const heading = (moment) =>
  h(
    "div",
    { role: "rowheader", class: "grid-day" },
    h("h2", { class: "section-title" }, day(new Date(moment).toISOString())),
  )
