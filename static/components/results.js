/** The newest work of one kind, as cards that move through their states by themselves. */

/** @import { Ask, Change, Child, Context, Generation, Kind, Page, Usual } from "../lib/types.d.ts" */

import { isAbort } from "../lib/api.js"
import { fill, h } from "../lib/dom.js"
import { isOpen, placeholder, shotsOf } from "../lib/generation.js"
import { Line } from "../lib/line.js"
import { onChange } from "../lib/live.js"
import { withQuery } from "../lib/router.js"
import { texts } from "../lib/texts.js"
import { usualTimes } from "../lib/usual.js"
import { wordButton } from "./icon.js"
import { JobCard } from "./job-card.js"
import { announceState } from "./job-state.js"
import { requestProblem } from "./problem-block.js"

const AT_ONCE = 24

/**
 * Cards by id, newest first.
 */
export class Results {
  /** @type {Map<string, { generation: Generation, card: JobCard }>} */
  #entries = new Map()
  /** @type {Map<string, Usual>} */
  #usual = new Map()

  /**
   * @param {Context} context
   * @param {Kind} kind
   * @param {Child} empty what is shown while there is nothing
   */
  constructor(context, kind, empty) {
    this.context = context
    this.kind = kind
    this.line = new Line(context.api, context.signal)
    this.list = h("ul", { class: "jobs" })
    this.empty = h("div", { class: "results-empty", hidden: true }, empty)
    this.element = h("div", { class: "results" }, this.empty, this.list)
    onChange(context.live, (change) => this.#heard(change), context.signal)
    usualTimes(context.api, kind).then((times) => (this.#usual = times))
    context.live.addEventListener("resync", () => this.load(), { signal: context.signal })
  }

  /** Read what is there. News have been listened to since before, so nothing falls in between. */
  async load() {
    try {
      await this.#read()
    } catch (error) {
      if (!isAbort(error)) fill(this.empty, requestProblem(error, [retry(() => this.load())]))
    }
    this.#showEmpty()
  }

  async #read() {
    const { api, live, signal } = this.context
    await live.ready
    /** @type {Page<Generation>} */
    const { items } = await api.get(
      withQuery("/api/generations", { kind: this.kind, limit: AT_ONCE }),
      { signal },
    )
    for (const generation of items.toReversed()) this.show(generation)
  }

  /** Whether something is under way. */
  get isBusy() {
    return [...this.#entries.values()].some(({ generation }) => isOpen(generation))
  }

  /**
   * A card from the first instant, before the server has answered.
   * @param {Ask} ask
   * @returns {{ take: (generation: Generation) => void, drop: () => void }}
   */
  begin(ask) {
    const waiting = placeholder(this.kind, ask)
    this.show(waiting)
    this.#entries
      .get(waiting.id)
      ?.card.element.scrollIntoView({ block: "nearest", behavior: "smooth" })
    return {
      take: (generation) => this.#become(waiting.id, generation),
      drop: () => this.drop(waiting.id),
    }
  }

  /** @param {Generation} generation */
  show(generation) {
    const { id } = generation
    const known = this.#entries.get(id)
    if (known) {
      if (!isOpen(known.generation) && isOpen(generation)) return
      known.generation = generation
      known.card.show(generation)
      return
    }
    const card = new JobCard(this.context, generation, {
      changed: (next) => this.show(next),
      gone: () => this.drop(id),
      open: (media) => this.#open(media.id),
      usual: ({ model }) => this.#usual.get(model) ?? null,
      place: (waiting) => this.line.placeOf(waiting, Date.now()),
    })
    this.#entries.set(id, { generation, card })
    this.#insert(generation, card.element)
    this.#showEmpty()
  }

  /** @param {string} id */
  drop(id) {
    const { element } = this.#entries.get(id)?.card ?? {}
    const next = element?.nextElementSibling ?? element?.previousElementSibling
    const hadFocus = element?.contains(document.activeElement)
    element?.remove()
    this.#entries.delete(id)
    if (hadFocus && next) next.querySelector("button")?.focus()
    this.#showEmpty()
  }

  /**
   * @param {string} local
   * @param {Generation} generation
   */
  #become(local, generation) {
    const entry = this.#entries.get(local)
    if (!entry) return
    this.#entries.delete(local)
    // Its news may have come before the answer to the request did.
    if (this.#entries.has(generation.id)) entry.card.element.remove()
    else {
      this.#entries.set(generation.id, entry)
      entry.generation = generation
      entry.card.show(generation)
    }
  }

  /** @param {Change} change */
  #heard(change) {
    if ("deleted" in change) return this.drop(change.id)
    if (change.kind !== this.kind) return
    this.show(change)
    announceState(change)
  }

  /**
   * @param {Generation} generation
   * @param {HTMLElement} element
   */
  #insert({ created_at }, element) {
    const older = [...this.#entries.values()].filter(
      ({ generation, card }) => card.element !== element && generation.created_at < created_at,
    )
    const next = older.reduce(
      (best, entry) =>
        !best || entry.generation.created_at > best.generation.created_at ? entry : best,
      older[0],
    )
    this.list.insertBefore(element, next?.card.element ?? null)
  }

  /** @param {string} mediaId */
  async #open(mediaId) {
    const [{ Lightbox }, { ShotList }] = await Promise.all([
      import("./lightbox.js"),
      import("../lib/sequence.js"),
    ])
    const newestFirst = [...this.#entries.values()]
      .map(({ generation }) => generation)
      .toSorted((a, b) => (a.created_at < b.created_at ? 1 : -1))
    const shots = shotsOf(newestFirst)
    const start = shots.find(({ media }) => media.id === mediaId)
    if (!start) return
    new Lightbox(this.context, new ShotList(shots), start, {
      changed: (generation) => this.show(generation),
      gone: ({ id }) => this.drop(id),
    })
  }

  #showEmpty() {
    this.empty.hidden = this.#entries.size > 0
  }
}

/** @param {() => void} act */
const retry = (act) => wordButton(texts.common.retry, act)
