/** Choosing things in the library, and the acts for what is chosen or has the focus. */

/** @import { Collections } from "../lib/collections.js" */
/** @import { Recall } from "../lib/recall.js" */
/** @import { Child, Context } from "../lib/types.d.ts" */
/** @import { Selection } from "../lib/selection.js" */
/** @import { Shelf } from "../lib/shelf.js" */
/** @import { Stock } from "../lib/stock.js" */
/** @import { IconName } from "./icon.js" */
/** @import { LibraryActs, Told } from "./library-acts.js" */
/** @import { Filters } from "./library-filters.js" */
/** @import { LibraryGrid } from "./library-grid.js" */

import { fill, h } from "../lib/dom.js"
import { number } from "../lib/format.js"
import { texts } from "../lib/texts.js"
import { icon, iconButton } from "./icon.js"

const words = texts.choice

/**
 * The library as far as choosing needs it.
 * @typedef {object} Place
 * @property {Selection} selection
 * @property {Shelf} shelf
 * @property {Stock} stock
 * @property {LibraryGrid} grid
 * @property {ActLater} act
 * @property {Filters} filters
 * @property {(id: string) => unknown} look
 * @property {(isOn: boolean) => void} choosing told when choosing begins and ends
 */

/** @typedef {(todo: (acts: LibraryActs) => Promise<unknown>) => Promise<unknown>} ActLater */
/** @typedef {(acts: LibraryActs, ids: string[]) => Promise<unknown>} Chosen */
/** @typedef {{ icon: IconName, label: string, act: () => void, danger?: boolean }} Act */

export class LibraryChoice {
  #isOn = false

  /**
   * @param {Pick<Context, "router" | "signal">} context
   * @param {Place} place
   */
  constructor({ router, signal }, place) {
    this.router = router
    this.place = place
    const { selection } = place
    this.bar = createBar(selection, {
      acts: () => this.#acts(),
      all: () => selection.all(place.shelf),
      done: () => this.#leave(),
    })
    this.element = this.bar.element
    selection.addEventListener("change", () => this.#show(), { signal })
    signal.addEventListener("abort", () => this.bar.leave())
  }

  get isOn() {
    return this.#isOn || this.place.selection.size > 0
  }

  /** Choose with plain clicks and taps from now on, or no longer. */
  toggle() {
    if (this.isOn) return this.#leave()
    this.#isOn = true
    this.#show()
  }

  /**
   * What a key on a tile means. With something chosen it is for all of that.
   * @param {string} key
   * @param {string} id
   * @returns {boolean} whether it means anything
   */
  act(key, id) {
    const { selection, filters, act, stock, look } = this.place
    const ids = selection.size > 0 ? selection.ids : [id]
    if (key === "Delete" && filters.trash) act((acts) => acts.purge(ids))
    else if (key === "Delete") this.#discard(ids)
    else if (filters.trash) return false
    else if (key === "f") act((acts) => acts.favour(ids, !stock.get(id)?.favourite))
    else if (key === "d") act((acts) => acts.download(ids))
    else if (key === "p") this.#recall(id, "prompt")
    else if (key === "r") this.#recall(id, "all")
    else if (key === "i" || key === "Enter") look.call(this.place, id)
    else return false
    return true
  }

  #leave() {
    this.#isOn = false
    if (this.place.selection.size > 0) this.place.selection.clear()
    else this.#show()
  }

  #show() {
    this.place.grid.element.toggleAttribute("data-mode", this.#isOn)
    this.bar.show(this.#isOn)
    this.place.choosing(this.isOn)
  }

  /** @returns {Act[]} */
  #acts() {
    const { act, filters, selection, stock } = this.place
    const chosen = (/** @type {Chosen} */ todo) => async () => {
      await act((acts) => todo(acts, selection.ids))
      // What was done took them all away: then choosing is over, too.
      if (selection.size === 0) this.#leave()
    }
    if (filters.trash) return trashActs(chosen)
    /** @type {Chosen} */
    const favour = (acts, ids) =>
      acts.favour(ids, !ids.every((id) => stock.get(id)?.favourite))
    const { collection } = filters
    return [
      { icon: "download", label: words.download, act: chosen((acts, ids) => acts.download(ids)) },
      { icon: "folder", label: words.collection, act: chosen((acts, ids) => acts.collect(ids)) },
      ...(collection
        ? [
            /** @type {Act} */ ({
              icon: "folderOut",
              label: texts.collections.takeOut,
              act: chosen((acts, ids) => acts.takeOut(ids, collection)),
            }),
          ]
        : []),
      { icon: "heart", label: words.favourite, act: chosen(favour) },
      { icon: "trash", label: words.delete, act: chosen((_, ids) => this.#discard(ids)) },
    ]
  }

  /** The focus goes on to the next one that stays. @param {string[]} ids */
  async #discard(ids) {
    const { shelf, grid, act } = this.place
    const going = new Set(ids)
    const all = shelf.ids()
    const at = all.indexOf(grid.current)
    const stays = (/** @type {string} */ id) => !going.has(id)
    const next = all.slice(at).find(stays) ?? all.slice(0, at).findLast(stays)
    await act((acts) => acts.trash(ids))
    if (next) grid.focus(next)
  }

  /**
   * @param {string} id
   * @param {Recall} verb
   */
  async #recall(id, verb) {
    const [generation, { formAddress }] = await Promise.all([
      this.place.stock.fetch(id),
      import("./generation-actions.js"),
    ])
    if (generation) this.router.go(formAddress(generation, verb))
  }
}

/**
 * @param {(todo: Chosen) => () => Promise<void>} chosen
 * @returns {Act[]}
 */
const trashActs = (chosen) => [
  { icon: "restore", label: words.restore, act: chosen((acts, ids) => acts.restore(ids)) },
  {
    icon: "trash",
    label: texts.library.purge,
    act: chosen((acts, ids) => acts.purge(ids)),
    danger: true,
  },
]

/**
 * What can be done with the things that are chosen. It stays at the foot of the window.
 * @param {Selection} selection
 * @param {{ acts: () => Act[], all: () => void, done: () => void }} how
 */
function createBar(selection, { acts, all, done }) {
  const count = h("p", { class: "choice-count", role: "status" })
  const buttons = h("div", { class: "choice-acts" })
  const element = h(
    "div",
    { class: "choice-bar", role: "toolbar", "aria-label": words.bar, hidden: true },
    iconButton("close", words.clear, done),
    count,
    h("button", { type: "button", class: "button button-quiet", onclick: all }, words.all),
    buttons,
  )

  /** @param {boolean} isChoosing whether to show it before anything is chosen */
  function show(isChoosing) {
    const wasHidden = element.hidden
    element.hidden = selection.size === 0 && !isChoosing
    // Asked of the body itself, and not with a :has() that every change of the page would ask again.
    document.body.toggleAttribute("data-chooses", !element.hidden)
    count.textContent = words.count(selection.size, number(selection.size))
    if (wasHidden && !element.hidden) fill(buttons, acts().map(button))
    for (const each of buttons.querySelectorAll("button")) each.disabled = selection.size === 0
  }
  const leave = () => document.body.removeAttribute("data-chooses")
  return { element, show, leave }
}

/** @param {Act} act @returns {Child} */
const button = ({ icon: name, label, act, danger = false }) =>
  h(
    "button",
    {
      type: "button",
      class: `button choice-act ${danger ? "button-danger" : ""}`,
      "aria-label": label,
      title: label,
      onclick: act,
    },
    icon(name),
    h("span", {}, label),
  )

/**
 * Fetched when something is done the first time.
 * @param {Pick<Context, "api" | "router">} context
 * @param {Collections} collections
 * @param {Told} told
 * @returns {ActLater}
 */
export const actsLater = (context, collections, told) => async (todo) => {
  const { LibraryActs } = await import("./library-acts.js")
  return todo(new LibraryActs(context, collections, told))
}
