/** What can be done with several people at once, while some are chosen. */

/** @import { Context } from "../../lib/types.d.ts" */
/** @import { Person, PersonChanges } from "../../lib/admin/types.d.ts" */

import { fill, h } from "../../lib/dom.js"
import { number } from "../../lib/format.js"
import { texts } from "../../lib/admin/texts.js"
import { confirm } from "../dialog.js"
import { wordButton } from "../icon.js"
import { toast } from "../news.js"
import { sentence } from "../problem-block.js"
import { nameOf } from "./person-row.js"

const words = texts.users

export class BulkBar {
  /** @type {Map<string, Person>} */
  #chosen = new Map()

  /**
   * @param {Context} context
   * @param {string[]} tiers
   * @param {() => unknown} changed
   */
  constructor(context, tiers, changed) {
    this.context = context
    this.tiers = tiers
    this.changed = changed
    this.element = h("div", {
      class: "bulk-bar",
      role: "group",
      "aria-label": words.bulk,
      hidden: true,
    })
  }

  /**
   * @param {Person} person
   * @param {boolean} isChosen
   */
  choose(person, isChosen) {
    if (isChosen) this.#chosen.set(person.id, person)
    else this.#chosen.delete(person.id)
    this.#show()
  }

  clear() {
    this.#chosen.clear()
    this.#show()
  }

  /** @param {Person} person */
  approve(person) {
    return this.#change([person], { state: "active" })
  }

  #show() {
    const people = [...this.#chosen.values()]
    this.element.hidden = people.length === 0
    fill(
      this.element,
      h("p", { role: "status" }, words.chosen(number(people.length))),
      people.some(({ state }) => state !== "active") &&
        wordButton(words.letIn, () => this.#change(people, { state: "active" }), { icon: "check" }),
      people.some(({ state }) => state !== "disabled") &&
        wordButton(words.disable, () => this.#disable(people), { icon: "ban" }),
      this.#tierChoice(people),
      wordButton(words.chooseAll, () => this.#press(false), { class: "button-quiet" }),
      wordButton(words.chooseNone, () => this.#press(true), { class: "button-quiet" }),
    )
  }

  /**
   * Those of the list, as if one by one.
   * @param {boolean} isChosen which of them
   */
  #press(isChosen) {
    const boxes = this.element.parentElement?.querySelectorAll("input.admin-check") ?? []
    for (const box of /** @type {Iterable<HTMLInputElement>} */ (boxes)) {
      if (box.checked === isChosen) box.click()
    }
    const home = isChosen ? boxes[0] : this.element.querySelector("button")
    if (home instanceof HTMLElement) home.focus()
  }

  /** @param {Person[]} people */
  #tierChoice(people) {
    /** @type {HTMLSelectElement} */
    const select = h(
      "select",
      {
        class: "input",
        "aria-label": words.moveTo,
        onchange: () => select.value && this.#change(people, { tier: select.value }),
      },
      h("option", { value: "" }, words.moveTo),
      this.tiers.map((tier) => h("option", { value: tier }, tier)),
    )
    return select
  }

  /** @param {Person[]} people */
  async #disable(people) {
    const isMe = people.some(({ id }) => id === this.context.user.id)
    const yes = await confirm({
      title: words.disableTitle(people.length),
      text: isMe ? words.lockOut : words.disableText,
      yes: words.disable,
      danger: true,
    })
    if (yes) await this.#change(people, { state: "disabled" })
  }

  /**
   * One after the other: who cannot be changed is named, the others are.
   * @param {Person[]} people
   * @param {PersonChanges} changes
   */
  async #change(people, changes) {
    const hadFocus = document.activeElement
    let done = 0
    for (const person of people) {
      try {
        await this.context.api.patch(`/api/admin/users/${person.id}`, changes)
        done += 1
      } catch (error) {
        toast(words.notChanged(nameOf(person), sentence(error)))
      }
    }
    if (done > 0) toast(words.changed(done))
    this.clear()
    await this.changed()
    // The button is gone with what it was for; the person goes on from the top.
    if (hadFocus && !hadFocus.isConnected) document.querySelector("h1")?.focus()
  }
}
