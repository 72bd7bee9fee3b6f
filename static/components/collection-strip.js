/** The places of the library: everything, each collection, the trash; one row of links. */

/** @import { Context, Collection } from "../lib/types.d.ts" */
/** @import { Collections } from "../lib/collections.js" */
/** @import { Filters } from "./library-filters.js" */

import { arrange, fill, h } from "../lib/dom.js"
import { number } from "../lib/format.js"
import { texts } from "../lib/texts.js"
import { icon } from "./icon.js"
import { libraryAddress, NO_FILTERS } from "./library-filters.js"

const words = texts.collections

export class CollectionStrip {
  #filters = NO_FILTERS
  /** Kept while their contents change, so that no click falls between two of them. */
  /** @type {Map<string, HTMLAnchorElement>} */
  #links = new Map()

  /**
   * @param {Pick<Context, "api" | "router">} context
   * @param {Collections} collections
   */
  constructor({ api, router }, collections) {
    this.api = api
    this.router = router
    this.collections = collections
    this.list = h("ul", { class: "places" })
    this.new = h("li", {}, this.#newButton())
    this.element = h("nav", { class: "places-nav", "aria-label": words.places }, this.list)
    collections.addEventListener("change", () => this.#draw())
    this.#draw()
  }

  /** @param {Filters} filters */
  show(filters) {
    this.#filters = filters
    this.#draw()
    this.#bringIntoView()
  }

  /** Sideways only: the page stays where the person has scrolled it. */
  #bringIntoView() {
    const here = this.list.querySelector("[aria-current]")
    if (!here) return
    const [row, place] = [this.element, here].map((each) => each.getBoundingClientRect())
    const before = Math.min(0, place.left - row.left)
    const beyond = Math.max(0, place.right - row.right)
    if (before + beyond !== 0) this.element.scrollBy({ left: before + beyond })
  }

  #draw() {
    const { collection, trash } = this.#filters
    arrange(this.list, [
      this.#place("", NO_FILTERS, !collection && !trash, [icon("grid"), words.everything]),
      ...this.collections.all.map((each) => this.#collection(each)),
      this.new,
      this.#place("trash", { ...NO_FILTERS, trash: true }, trash, [icon("trash"), words.trash]),
    ])
  }

  /** @param {Collection} collection */
  #collection({ id, name, count, cover_url }) {
    return this.#place(id, { ...NO_FILTERS, collection: id }, this.#filters.collection === id, [
      cover_url
        ? h("img", { class: "place-cover", src: this.api.url(cover_url), alt: "" })
        : icon("folder"),
      h("span", { class: "place-name", dir: "auto" }, name),
      h("span", { class: "place-count" }, number(count)),
    ])
  }

  /**
   * @param {string} key
   * @param {Filters} filters
   * @param {boolean} isHere
   * @param {import("../lib/types.d.ts").Child[]} content
   */
  #place(key, filters, isHere, content) {
    const known = this.#links.get(key)
    const link =
      known ?? h("a", { class: "place", href: this.api.url(libraryAddress(filters)) })
    this.#links.set(key, link)
    fill(link, content)
    if (isHere) link.setAttribute("aria-current", "page")
    else link.removeAttribute("aria-current")
    return link.parentElement ?? h("li", {}, link)
  }

  #newButton() {
    const create = async () => {
      const { newCollection } = await import("./collection-dialogs.js")
      const made = await newCollection(this.collections)
      if (made) this.router.go(libraryAddress({ ...NO_FILTERS, collection: made.id }))
    }
    return h(
      "button",
      { type: "button", class: "place place-new", onclick: create },
      icon("plus"),
      words.new,
    )
  }
}
