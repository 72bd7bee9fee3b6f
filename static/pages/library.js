/** Everything made so far, to look at, find, keep in order, use again and throw away. */

/** @import { Change, Context, Generation, Page } from "../lib/types.d.ts" */
/** @import { Filters } from "../components/library-filters.js" */

import { CollectionStrip } from "../components/collection-strip.js"
import { wordButton } from "../components/icon.js"
import { actsLater, LibraryChoice } from "../components/library-choice.js"
import {
  createFilters,
  filtersOf,
  fits,
  indexAddress,
  libraryAddress,
  newestAddress,
  NO_FILTERS,
} from "../components/library-filters.js"
import { LibraryGrid } from "../components/library-grid.js"
import { LibraryHead } from "../components/library-head.js"
import { itemOf, LibraryViewer, loadViewer } from "../components/library-viewer.js"
import { announce, toast } from "../components/news.js"
import { requestProblem, sentence } from "../components/problem-block.js"
import { isAbort, Problem } from "../lib/api.js"
import { Collections } from "../lib/collections.js"
import { fill, h } from "../lib/dom.js"
import { number } from "../lib/format.js"
import { onChange } from "../lib/live.js"
import { match, rememberScroll } from "../lib/router.js"
import { Selection } from "../lib/selection.js"
import { Shelf } from "../lib/shelf.js"
import { Stock } from "../lib/stock.js"
import { texts } from "../lib/texts.js"

const words = texts.library
const SETTLE = 700 // milliseconds until news that only the server can place are asked for

/** @param {Context} context */
export async function page(context) {
  const library = new Library(context)
  await library.open()
  return library.element
}

class Library {
  #shelf = new Shelf()
  #reading = 0
  #refresh = 0

  /** @param {Context} context */
  constructor(context) {
    const { api, signal } = context
    this.context = context
    this.filters = filtersOf(context.query)
    this.stock = new Stock(api, signal, this.filters.trash)
    this.selection = new Selection()
    this.collections = new Collections(api)
    this.act = actsLater(context, this.collections, {
      gone: (ids) => this.#take(this.#shelf.without(ids)),
      back: () => this.#read(),
    })
    this.grid = this.#createGrid()
    this.viewer = new LibraryViewer(context, this, {
      changed: (generation) => this.#heard(generation),
      gone: (id) => this.#take(this.#shelf.without([id])),
    })
    this.strip = new CollectionStrip(context, this.collections)
    this.bar = createFilters(this.filters, (next) => this.#filter(next))
    this.choice = new LibraryChoice(context, this)
    this.head = this.#createHead()
    this.note = h("div", { class: "library-note" })
    this.element = h(
      "section",
      { class: "page library-page" },
      this.head.element,
      this.strip.element,
      this.bar.element,
      this.note,
      this.grid.element,
      this.choice.element,
    )
  }

  get shelf() {
    return this.#shelf
  }

  /**
   * What a tile leads to. Of what is in the trash there is no more than that.
   * @param {string} id
   * @param {string} [mediaId] the picture that was pointed at, if one was
   */
  look(id, mediaId) {
    if (this.filters.trash) this.selection.toggle(id)
    else this.viewer.openTile(id, mediaId).catch((error) => toast(sentence(error)))
  }

  /** @param {boolean} isOn */
  choosing(isOn) {
    this.head.showChoosing(isOn)
  }

  async open() {
    const { live, router, params, signal } = this.context
    onChange(live, (change) => this.#heard(change), signal)
    live.addEventListener("resync", () => this.#read(), { signal })
    router.addEventListener("query", (event) => this.#moved(event), { signal })
    this.#listenToStock()
    this.#foresee()
    rememberScroll(signal)
    this.collections.addEventListener("change", () => this.#showHead(), { signal })
    this.#loadCollections()
    const scroll = history.state?.scroll ?? 0
    const wasReady = live.isReady
    await Promise.all([this.#stockUp(), this.#read(scroll)])
    // What has happened between this and the first news is seen by a second look. The pictures
    // come first.
    if (!wasReady) Promise.all([live.ready, this.grid.seen]).then(() => this.#readAgain(scroll))
    if (params["item"]) await this.viewer.openById(params["item"])
  }

  /** In one of them its name is wanted at once; else the pictures come first. */
  async #loadCollections() {
    if (!this.filters.collection) await this.grid.seen
    await this.collections.load().catch((error) => isAbort(error) || toast(sentence(error)))
  }

  /** @param {number} scroll */
  #readAgain(scroll) {
    if (!this.context.signal.aborted) this.#read(scroll, { quietly: true })
  }

  /** The first things whole. Whatever is missing, the tiles in sight ask for. */
  async #stockUp() {
    const { api, signal } = this.context
    try {
      /** @type {Page<Generation>} */
      const { items } = await api.get(newestAddress(this.filters), { signal })
      for (const each of items) this.stock.put(each)
    } catch (error) {
      // Why nothing can be had is said once, where the index is read.
      if (!(error instanceof Problem || isAbort(error))) throw error
    }
  }

  /** Whoever comes near the pictures is about to look at one. */
  #foresee() {
    const near = () => loadViewer().catch(() => {})
    for (const name of ["pointerover", "focusin"])
      this.grid.element.addEventListener(name, near, { once: true })
  }

  #createGrid() {
    const { api, signal } = this.context
    return new LibraryGrid(
      api,
      this.stock,
      this.selection,
      {
        href: (id) => libraryAddress(this.filters, id),
        open: (id, mediaId) => this.look(id, mediaId),
        act: (key, id) => this.choice.act(key, id),
      },
      signal,
    )
  }

  #createHead() {
    return new LibraryHead(this.collections, {
      choose: () => this.choice.toggle(),
      jump: (time) => this.#jump(time),
      emptyTrash: () => this.act((acts) => acts.purge(null)),
      collectionGone: () => this.context.router.go("/library", { replace: true }),
    })
  }

  #listenToStock() {
    const { signal } = this.context
    const missing = (/** @type {Event} */ event) =>
      this.#take(this.#shelf.without(/** @type {CustomEvent<string[]>} */ (event).detail))
    const failed = (/** @type {Event} */ event) =>
      this.#failed(/** @type {CustomEvent<unknown>} */ (event).detail)
    this.stock.addEventListener("missing", missing, { signal })
    this.stock.addEventListener("failed", failed, { signal })
  }

  /**
   * The whole index. Of two readings the later one counts.
   * @param {number} [scroll]
   * @param {{ quietly?: boolean }} [how] `quietly`: without saying how much was found
   */
  async #read(scroll = 0, { quietly = false } = {}) {
    const mine = ++this.#reading
    clearTimeout(this.#refresh)
    const { api, signal } = this.context
    try {
      /** @type {{ records: string }} */
      const { records } = await api.get(indexAddress(this.filters), { signal })
      if (mine !== this.#reading) return
      this.#take(new Shelf(records), scroll)
      if (!quietly) announce(words.found(this.#shelf.size, number(this.#shelf.size)))
    } catch (error) {
      if (!isAbort(error)) this.#failed(error)
    }
  }

  /** @param {unknown} error */
  #failed(error) {
    const again = wordButton(texts.common.retry, () => this.#read(scrollY))
    fill(this.note, requestProblem(error, [again]))
  }

  /**
   * @param {Shelf} shelf
   * @param {number} [scroll]
   */
  #take(shelf, scroll) {
    this.#shelf = shelf
    this.selection.keep(shelf)
    this.grid.show(shelf, scroll)
    this.#showHead()
    fill(this.note)
    if (shelf.size === 0) this.#sayWhyEmpty()
  }

  async #sayWhyEmpty() {
    const { emptyNote } = await import("../components/library-notes.js")
    if (this.#shelf.size > 0) return
    const clear = () => this.#filter(this.#place)
    fill(this.note, emptyNote(this.filters, this.context.api.base, clear))
  }

  /** The same place without what narrows it. */
  get #place() {
    const { collection, trash } = this.filters
    return { ...NO_FILTERS, collection, trash }
  }

  #showHead() {
    this.head.show(this.filters, this.#shelf)
    this.strip.show(this.filters)
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
    this.selection.clear()
    this.#shelf = new Shelf()
    scrollTo(0, 0)
    return this.#read()
  }

  /** @param {Change} change */
  #heard(change) {
    const at = this.#shelf.indexOf(change.id)
    if ("deleted" in change) {
      if (this.filters.trash) this.#readSoon()
      else if (at >= 0) this.#take(this.#shelf.without([change.id]))
      return
    }
    const belongs = fits(change, this.filters)
    if (belongs === false && at < 0) return
    if (belongs === false) return this.#take(this.#shelf.without([change.id]))
    if (at >= 0) return this.#renew(change)
    if (belongs === null) return this.#readSoon()
    this.stock.put(change)
    this.#take(this.#shelf.with(change))
  }

  /** @param {Generation} generation */
  #renew(generation) {
    this.stock.put(generation)
    this.grid.refresh(generation)
  }

  #readSoon() {
    clearTimeout(this.#refresh)
    this.#refresh = setTimeout(() => this.#read(), SETTLE)
  }

  /**
   * Back and forward within one place of the library need no new page.
   * @param {Event} event
   */
  #moved(event) {
    const { path } = this.context.router
    const next = filtersOf(new URLSearchParams(location.search))
    const isElsewhere =
      next.trash !== this.filters.trash || next.collection !== this.filters.collection
    if (isElsewhere || !match("/library/:item?", path)) return
    event.preventDefault()
    const item = itemOf(path)
    if (!item) this.viewer.close()
    else if (!this.viewer.isOpen) this.viewer.openById(item).catch((error) => toast(sentence(error)))
    if (libraryAddress(next) !== libraryAddress(this.filters)) this.#apply(next)
  }

  /** To the first thing that is not newer. @param {number} time */
  #jump(time) {
    const shelf = this.#shelf
    let [low, high] = [0, shelf.size - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (shelf.time(middle) > time) low = middle + 1
      else high = middle
    }
    if (shelf.size > 0) this.grid.focus(shelf.id(low), { atTop: true })
  }
}
