/** What a sign in the message offers: models after `@`, pictures after `#`, deeds after `/`. */

/** @import { Composer } from "./composer.js" */
/** @import { Signed } from "../lib/signs.js" */
/** @import { Entry } from "./sign-entries.js" */

import { isAbort } from "../lib/api.js"
import { texts as words } from "../lib/composer/texts.js"
import { fill, freshId, h, isComposing } from "../lib/dom.js"
import { placeBeside } from "../lib/place.js"
import { signedAt, without } from "../lib/signs.js"
import { texts } from "../lib/texts.js"
import { icon } from "./icon.js"
import { announce } from "./news.js"
import { entriesOf } from "./sign-entries.js"

/** Follows what is written in the composer's field. The focus stays there. */
export class SignMenu {
  /** @type {Entry[]} */
  #entries = []
  #at = 0
  /** @type {Signed | null} */
  #signed = null
  #looking = new AbortController()

  /** @param {Composer} composer */
  constructor(composer) {
    const { field, box } = composer
    this.composer = composer
    this.list = h("div", {
      class: "menu sign-menu",
      role: "listbox",
      id: freshId("signs"),
      popover: "manual",
      // A click takes an entry, and leaves the focus in the field.
      onpointerdown: (event) => event.preventDefault(),
      onclick: (event) => this.#clicked(event),
    })
    box.append(this.list)
    field.setAttribute("aria-controls", this.list.id)
    field.setAttribute("aria-autocomplete", "list")
    field.addEventListener("input", () => this.look())
    field.addEventListener("blur", () => this.#close())
    // Before the field itself hears them: Enter takes, and does not send.
    box.addEventListener("keydown", (event) => this.#key(event), { capture: true })
  }

  /** Offer what fits to what stands before the caret, or nothing. */
  async look() {
    const { field } = this.composer
    this.#looking.abort()
    this.#looking = new AbortController()
    const { signal } = this.#looking
    const signed = signedAt(field.value, field.selectionStart)
    if (!signed) return this.#close()
    try {
      const entries = await entriesOf(this.composer, signed, signal)
      if (!signal.aborted) this.#show(signed, entries)
    } catch (error) {
      if (!isAbort(error)) announce(texts.problem.unreachable)
    }
  }

  /**
   * @param {Signed} signed
   * @param {Entry[]} entries
   */
  #show(signed, entries) {
    this.#signed = signed
    this.#entries = entries
    if (entries.length === 0) return this.#close()
    this.list.setAttribute("aria-label", words.offered[signed.sign])
    fill(this.list, entries.map(option))
    this.list.showPopover()
    placeBeside(this.list, this.composer.box)
    this.#go(0)
    announce(texts.command.found(entries.length))
  }

  #close() {
    this.#looking.abort()
    this.#entries = []
    if (this.list.matches(":popover-open")) this.list.hidePopover()
    this.composer.field.removeAttribute("aria-activedescendant")
  }

  /** @param {number} to */
  #go(to) {
    const options = [...this.list.children]
    this.#at = (to + options.length) % options.length
    options.forEach((each, at) => each.setAttribute("aria-selected", String(at === this.#at)))
    const active = options[this.#at]
    this.composer.field.setAttribute("aria-activedescendant", active?.id ?? "")
    active?.scrollIntoView({ block: "nearest" })
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { key, target, shiftKey } = event
    if (this.#entries.length === 0 || target !== this.composer.field || isComposing(event)) return
    if (key === "ArrowDown") this.#go(this.#at + 1)
    else if (key === "ArrowUp") this.#go(this.#at - 1)
    else if (key === "Escape") this.#close()
    else if ((key === "Enter" || key === "Tab") && !shiftKey) this.#take(this.#at)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  /** @param {MouseEvent} event */
  #clicked({ target }) {
    const chosen = target instanceof Element ? target.closest('[role="option"]') : null
    if (chosen) this.#take([...this.list.children].indexOf(chosen))
  }

  /** @param {number} at */
  #take(at) {
    const [entry, signed] = [this.#entries[at], this.#signed]
    this.#close()
    if (!entry || !signed) return
    const { field } = this.composer
    const rest = without(field.value, signed)
    const caret = Math.min(signed.from, rest.length)
    this.composer.type(rest)
    field.setSelectionRange(caret, caret)
    entry.run()
  }
}

/** @param {Entry} entry */
const option = ({ picture, name, label, hint }) =>
  h(
    "div",
    { class: "menu-item", role: "option", id: freshId("sign") },
    picture ? h("img", { src: picture, alt: "" }) : icon(name),
    h("span", { class: "sign-label" }, label),
    hint && h("span", { class: "hint" }, hint),
  )
