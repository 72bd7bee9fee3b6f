/** Everything made so far, to look at, find, use again and throw away. */

/** @import { Change, Context, Generation, Page } from "../lib/types.d.ts" */
/** @import { Filters } from "../components/library-filters.js" */
/** @import { Shot } from "../lib/generation.js" */

import { emptyState } from "../components/empty-state.js"
import { Gallery } from "../components/gallery.js"
import { download, formAddress, remove, toggleFavourite } from "../components/generation-actions.js"
import { wordButton } from "../components/icon.js"
import {
  createFilters,
  filtersOf,
  isFiltered,
  libraryAddress,
} from "../components/library-filters.js"
import { Lightbox } from "../components/lightbox.js"
import { announce } from "../components/news.js"
import { requestProblem } from "../components/problem-block.js"
import { isAbort } from "../lib/api.js"
import { fill, h } from "../lib/dom.js"
import { shotsOf } from "../lib/generation.js"
import { onChange } from "../lib/live.js"
import { Pager } from "../lib/pager.js"
import { match, withQuery } from "../lib/router.js"
import { texts } from "../lib/texts.js"

const words = texts.library
const AT_ONCE = 48

/** @param {Context} context */
export async function page(context) {
  const library = new Library(context)
  await library.open()
  return library.element
}

class Library {
  /** @type {Lightbox | null} */
  #lightbox = null

  /** @param {Context} context */
  constructor(context) {
    this.context = context
    this.filters = filtersOf(context.query)
    this.pager = pagerOf(context, this.filters)
    this.gallery = this.#createGallery()
    this.bar = createFilters(this.filters, (next) => this.#filter(next))
    this.note = h("div", { class: "library-note" })
    this.more = wordButton(texts.common.more, () => this.#load(), { class: "more" })
    const heading = h("h1", { class: "page-title" }, words.title)
    this.element = h(
      "section",
      { class: "page library-page" },
      h("header", { class: "page-head" }, heading, this.bar.element),
      this.gallery.element,
      this.note,
      this.more,
    )
  }

  async open() {
    const { live, router, params, signal } = this.context
    onChange(live, (change) => this.#heard(change), signal)
    live.addEventListener("resync", () => this.#apply(this.filters), { signal })
    router.addEventListener("query", (event) => this.#moved(event), { signal })
    await live.ready
    await this.#load()
    whenSeen(this.more, () => this.#load(), signal)
    if (params["item"]) await this.#openById(params["item"])
  }

  #createGallery() {
    const { context } = this
    return new Gallery(context.api, {
      open: (shot) => this.#open(shot, true),
      favourite: async ({ generation }) => this.#take(await toggleFavourite(context, generation)),
      download: ({ generation, media }) => download(context, generation, media),
      usePrompt: ({ generation }) => context.router.go(formAddress(generation)),
      remove: ({ generation }) =>
        remove(context, generation, {
          gone: () => this.#gone(generation),
          back: (back) => this.#take(back),
        }),
    })
  }

  /** @param {Filters} filters */
  #filter(filters) {
    this.context.router.move(libraryAddress(filters), { replace: true })
    this.#apply(filters)
  }

  /** @param {Filters} filters */
  #apply(filters) {
    this.filters = filters
    this.bar.show(filters)
    this.pager = pagerOf(this.context, filters)
    this.gallery.clear()
    return this.#load()
  }

  async #load() {
    const { pager } = this
    try {
      const generations = await pager.take(AT_ONCE)
      if (pager !== this.pager) return
      for (const shot of shotsOf(generations)) this.gallery.show(shot)
      announce(words.found(this.gallery.size, !pager.done))
      this.#showNote()
      this.more.hidden = pager.done
    } catch (error) {
      if (isAbort(error)) return
      const again = wordButton(texts.common.retry, () => this.#load())
      fill(this.note, requestProblem(error, [again]))
      this.more.hidden = true
    }
  }

  #showNote() {
    if (this.gallery.size > 0) return fill(this.note)
    const none = filtersOf(new URLSearchParams())
    fill(
      this.note,
      isFiltered(this.filters)
        ? nothingFound(() => this.#filter(none))
        : nothingYet(this.context.api.base),
    )
  }

  /** @param {Change} change */
  #heard(change) {
    if ("deleted" in change) this.#gone(change)
    else if (change.kind !== "text") this.#take(change)
  }

  /** @param {Generation | null} generation */
  #take(generation) {
    if (!generation || generation.state !== "succeeded" || !fits(generation, this.filters)) return
    for (const shot of shotsOf([generation])) this.gallery.show(shot, true)
    this.#showNote()
  }

  /** @param {{ id: string }} generation */
  #gone({ id }) {
    this.gallery.drop(id)
    this.#showNote()
  }

  /**
   * @param {Shot} shot
   * @param {boolean} push whether going back shall close it
   */
  #open(shot, push) {
    const { router, signal } = this.context
    if (push) router.move(libraryAddress(this.filters, shot.generation.id))
    const { shots } = this.gallery
    const at = shots.findIndex(({ media }) => media.id === shot.media.id)
    this.#lightbox = new Lightbox(this.context, at < 0 ? [shot] : shots, at, {
      changed: (generation) => this.#take(generation),
      gone: (generation) => this.#gone(generation),
      moved: ({ generation: { id } }) => {
        if (itemOf(router.path) !== id)
          router.move(libraryAddress(this.filters, id), { replace: true })
      },
      closed: () => {
        this.#lightbox = null
        if (itemOf(router.path) && !signal.aborted) router.back(libraryAddress(this.filters))
      },
    })
  }

  /** @param {string} id */
  async #openById(id) {
    const { api, signal } = this.context
    const known = this.gallery.shots.find(({ generation }) => generation.id === id)
    /** @type {Generation[]} */
    const fetched = known
      ? []
      : [await api.get(`/api/generations/${encodeURIComponent(id)}`, { signal })]
    const shot = known ?? shotsOf(fetched)[0]
    if (shot) this.#open(shot, false)
  }

  /**
   * Back and forward within the library need no new page.
   * @param {Event} event
   */
  #moved(event) {
    const { path } = this.context.router
    if (!match("/library/:item?", path)) return
    event.preventDefault()
    const item = itemOf(path)
    if (!item) this.#lightbox?.close()
    else if (!this.#lightbox) this.#openById(item)
    const next = filtersOf(new URLSearchParams(location.search))
    if (libraryAddress(next) !== libraryAddress(this.filters)) this.#apply(next)
  }
}

/**
 * Images and films are two lists of the API, shown as one.
 * @param {Context} context
 * @param {Filters} filters
 * @returns {Pager<Generation>}
 */
function pagerOf({ api, signal }, { kind, favourite, q }) {
  const kinds = kind ? [kind] : ["image", "video"]
  return new Pager(
    kinds.map((one) => (before) => {
      const wanted = {
        kind: one,
        state: "succeeded",
        favourite: favourite || null,
        q,
        before,
        limit: AT_ONCE,
      }
      return /** @type {Promise<Page<Generation>>} */ (
        api.get(withQuery("/api/generations", wanted), { signal })
      )
    }),
  )
}

/**
 * Whether news belong into what is shown. What a search finds only the server knows.
 * @param {Generation} generation
 * @param {Filters} filters
 */
const fits = (generation, { kind, favourite, q }) =>
  (!kind || generation.kind === kind) && (!favourite || generation.favourite) && q === ""

/** @param {string} path */
const itemOf = (path) => match("/library/:item?", path)?.["item"] ?? ""

/** @param {string} base */
const nothingYet = (base) =>
  emptyState({
    icon: "grid",
    heading: h("h2", { class: "empty-title" }, words.emptyTitle),
    hint: words.emptyHint,
    actions: [
      h("a", { class: "button button-primary", href: `${base}/generate/image` }, words.makeImage),
      h("a", { class: "button", href: `${base}/generate/video` }, words.makeVideo),
    ],
  })

/** @param {() => void} clear */
const nothingFound = (clear) =>
  emptyState({
    icon: "search",
    heading: h("h2", { class: "empty-title" }, words.noneTitle),
    hint: "",
    actions: [wordButton(words.clear, clear)],
  })

/**
 * @param {HTMLElement} element
 * @param {() => void} act
 * @param {AbortSignal} signal
 */
function whenSeen(element, act, signal) {
  const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && act(), {
    rootMargin: "600px",
  })
  observer.observe(element)
  signal.addEventListener("abort", () => observer.disconnect())
}
