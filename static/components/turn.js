/** One message and its reply, with what can be done to them. */

/** @import { Generation } from "../lib/types.d.ts" */
/** @import { IconName } from "./icon.js" */
/** @import { Turn } from "../lib/thread.js" */

import { copyText } from "../lib/clipboard.js"
import { fill, h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { icon, iconButton, wordButton } from "./icon.js"
import { editMessage } from "./message-editor.js"
import { announce } from "./news.js"
import { Reply } from "./reply.js"

const words = texts.reply

/**
 * What a conversation lets a turn do.
 * @typedef {object} Actions
 * @property {(generation: Generation) => unknown} regenerate
 * @property {(generation: Generation) => unknown} goOn
 * @property {(generation: Generation, prompt: string) => unknown} edit
 * @property {(turn: Turn, step: number) => void} choose
 * @property {() => void} grown
 * @property {(mediaId: string) => string} thumbnail the address of an attached picture
 */

export class TurnView {
  /** @param {Actions} actions */
  constructor(actions) {
    this.actions = actions
    this.reply = new Reply(actions.grown)
    this.messageTitle = h("h2", { class: "visually-hidden" })
    this.replyTitle = h("h2", { class: "visually-hidden" })
    this.bubble = h("div", { class: "bubble" })
    this.messageBar = h("div", { class: "turn-bar turn-bar-message" })
    this.replyBar = h("div", { class: "turn-bar" })
    this.element = h(
      "li",
      { class: "turn" },
      h("article", { class: "message" }, this.messageTitle, this.bubble, this.messageBar),
      h("article", { class: "answer" }, this.replyTitle, this.reply.element, this.replyBar),
    )
  }

  /**
   * @param {Turn} turn
   * @param {number} number of the turn in its branch, from 1
   */
  show(turn, number) {
    const { generation } = turn
    const { state } = generation
    const isOpen = state === "queued" || state === "running"
    this.messageTitle.textContent = words.yourMessage(number)
    this.replyTitle.textContent = words.replyTo(number)
    this.element.dataset["state"] = state
    fill(
      this.bubble,
      this.#pictures(generation),
      h("p", { class: "bubble-text", dir: "auto" }, generation.prompt),
    )
    fill(this.messageBar, !isOpen && this.#messageTools(generation, number))
    fill(this.replyBar, this.#versions(turn), !isOpen && this.#replyTools(generation, number))
    this.reply.show(generation, this.#endActions(generation))
  }

  /** @param {Generation} generation */
  #pictures({ inputs }) {
    if (inputs.length === 0) return null
    const picture = (/** @type {{ media_id: string }} */ { media_id }) =>
      h("img", { src: this.actions.thumbnail(media_id), alt: "", loading: "lazy" })
    return h("div", { class: "bubble-pictures" }, inputs.map(picture))
  }

  /**
   * @param {Generation} generation
   * @param {number} number
   */
  #messageTools(generation, number) {
    const edit = () =>
      editMessage(this.bubble, generation.prompt, (prompt) => this.actions.edit(generation, prompt))
    return tool("edit", words.editMessage(number), edit)
  }

  /**
   * @param {Generation} generation
   * @param {number} number
   */
  #replyTools(generation, number) {
    return [
      generation.text && tool("copy", words.copyReply(number), () => this.#copy(generation.text)),
      tool("refresh", words.regenerateReply(number), () => this.actions.regenerate(generation)),
    ]
  }

  /** @param {string} text */
  async #copy(text) {
    await copyText(text)
    announce(texts.common.copied)
    const copied = this.replyBar.querySelector(".tool")
    copied?.replaceChildren(icon("check"))
    setTimeout(() => copied?.replaceChildren(icon("copy")), 1500)
  }

  /** @param {Turn} turn */
  #versions(turn) {
    const { siblings, index } = turn
    if (siblings.length < 2) return null
    const step = (
      /** @type {"chevronLeft" | "chevronRight"} */ name,
      /** @type {string} */ label,
      /** @type {number} */ by,
    ) => {
      const button = tool(name, label, () => this.actions.choose(turn, by))
      button.disabled = siblings[index + by] === undefined
      return button
    }
    return h(
      "div",
      { class: "versions", role: "group", "aria-label": words.versions },
      step("chevronLeft", words.previous, -1),
      h("span", { class: "versions-count" }, words.version(index + 1, siblings.length)),
      step("chevronRight", words.next, 1),
    )
  }

  /** @param {Generation} generation */
  #endActions(generation) {
    const again = wordButton(words.regenerate, () => this.actions.regenerate(generation))
    const goOn = generation.text && wordButton(words.continue, () => this.actions.goOn(generation))
    return generation.state === "failed" ? [again] : [goOn, again]
  }
}

/**
 * @param {IconName} name
 * @param {string} label
 * @param {() => unknown} onclick
 */
const tool = (name, label, onclick) => iconButton(name, label, onclick, { class: "tool" })
