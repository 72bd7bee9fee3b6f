/** The viewer over the library: it has an address, and goes along the whole of what is shown. */

/** @import { Context, Generation } from "../lib/types.d.ts" */
/** @import { Shelf } from "../lib/shelf.js" */
/** @import { Stock } from "../lib/stock.js" */
/** @import { Filters } from "./library-filters.js" */
/** @import { LibraryGrid } from "./library-grid.js" */
/** @import { Lightbox } from "./lightbox.js" */

import { match } from "../lib/router.js"
import { libraryAddress } from "./library-filters.js"

/** @typedef {{ shelf: Shelf, stock: Stock, grid: LibraryGrid, filters: Filters }} Place */
/** @typedef {Awaited<ReturnType<typeof loadViewer>>} Viewer */
/**
 * @typedef {object} Told
 * @property {(generation: Generation) => void} changed
 * @property {(id: string) => void} gone
 */

export class LibraryViewer {
  /** @type {Lightbox | null} */
  #lightbox = null

  /**
   * @param {Context} context
   * @param {Place} place
   * @param {Told} told
   */
  constructor(context, place, told) {
    this.context = context
    this.place = place
    this.told = told
  }

  get isOpen() {
    return this.#lightbox !== null
  }

  close() {
    this.#lightbox?.close()
  }

  /**
   * From the grid; going back closes it.
   * @param {string} id
   * @param {string} [mediaId] the picture to begin with
   */
  async openTile(id, mediaId = "") {
    const [generation, viewer] = await Promise.all([this.place.stock.fetch(id), loadViewer()])
    if (generation) this.#open(viewer, generation, mediaId, true)
  }

  /**
   * From its address.
   * @param {string} id
   */
  async openById(id) {
    const { api, signal } = this.context
    const path = `/api/generations/${encodeURIComponent(id)}`
    /** @type {[Generation, Viewer]} */
    const [generation, viewer] = await Promise.all([
      this.place.stock.get(id) ?? api.get(path, { signal }),
      loadViewer(),
    ])
    this.place.stock.put(generation)
    this.#open(viewer, generation, "", false)
  }

  /**
   * @param {Viewer} viewer
   * @param {Generation} generation
   * @param {string} mediaId
   * @param {boolean} push whether it is one step further in the history
   */
  #open({ Lightbox, ShelfSequence, shotsOf }, generation, mediaId, push) {
    const { router } = this.context
    if (generation.kind === "text") {
      router.go(`/generate/text/${generation.thread_id}`, { replace: !push })
      return
    }
    const shots = shotsOf([generation])
    const shot = shots.find(({ media }) => media.id === mediaId) ?? shots[0]
    if (!shot) return
    const { place } = this
    if (push) router.move(libraryAddress(place.filters, generation.id))
    const sequence = new ShelfSequence(() => place.shelf, place.stock)
    const told = this.#lightboxTold(push ? generation.id : "")
    this.#lightbox = new Lightbox(this.context, sequence, shot, told)
  }

  /**
   * @param {string} chosen id of the tile that was opened, which is in sight then; or ""
   * @returns {import("./lightbox.js").Told}
   */
  #lightboxTold(chosen) {
    const { router, signal } = this.context
    const { grid } = this.place
    return {
      changed: this.told.changed,
      gone: ({ id }) => this.told.gone(id),
      moved: ({ generation: { id } }) => {
        grid.current = id
        if (itemOf(router.path) !== id)
          router.move(libraryAddress(this.place.filters, id), { replace: true })
      },
      closed: () => {
        this.#lightbox = null
        if (signal.aborted) return
        grid.focus(grid.current, { isSeen: grid.current === chosen })
        if (itemOf(router.path)) router.back(libraryAddress(this.place.filters))
      },
    }
  }
}

/** The library is there before the viewer, and does without it for as long as nobody looks closer. */
export async function loadViewer() {
  const [{ Lightbox }, { ShelfSequence }, { shotsOf }] = await Promise.all([
    import("./lightbox.js"),
    import("../lib/sequence.js"),
    import("../lib/generation.js"),
  ])
  return { Lightbox, ShelfSequence, shotsOf }
}

/** The thing an address of the library names, or "". @param {string} path */
export const itemOf = (path) => match("/library/:item?", path)?.["item"] ?? ""
