/** One message and its reply, or several side by side, with what can be done to them. */

/** @import { Generation, Model } from "../lib/types.d.ts" */
/** @import { Turn } from "../lib/thread.js" */

import { arrange, fill, h } from "../lib/dom.js"
import { isOpen } from "../lib/generation.js"
import { texts } from "../lib/texts.js"
import { wordButton } from "./icon.js"
import { editMessage } from "./message-editor.js"
import { messageText } from "./text-files.js"
import { Reply } from "./reply.js"
import { copyTool, replyTools, tool, voiceTool } from "./reply-tools.js"

const words = texts.reply

/**
 * What a conversation lets a turn do.
 * @typedef {object} Actions
 * @property {(generation: Generation) => unknown} regenerate
 * @property {(generation: Generation, model: Model) => unknown} ask another model the same
 * @property {(generation: Generation, prompt: string) => unknown} follow say this as the next message
 * @property {() => AbortSignal} signal of the page
 * @property {() => import("../lib/thinking.js").Thinking} thinking
 * @property {(generation: Generation, prompt: string) => unknown} edit
 * @property {(turn: Turn, step: number) => void} choose
 * @property {(generation: Generation) => void} keep this one of several side by side
 * @property {(generation: Generation) => number} going how many messages deleting it takes along,
 *   itself counted; 0 where it has to stay
 * @property {(generation: Generation) => Promise<boolean>} remove message and reply with what
 *   follows, with a way back; whether they are gone
 * @property {() => Model[]} models
 * @property {(generation: Generation) => string} link
 * @property {() => boolean} canShare whether the house has share links
 * @property {(generation: Generation) => unknown} share
 * @property {(mediaId: string) => string} thumbnail the address of an attached picture
 */

export class TurnView {
  /** What was drawn last: as long as it is the same, nothing is drawn again. @type {unknown[]} */
  #message = []
  /** @type {unknown[]} */
  #shown = []

  /** @param {Actions} actions */
  constructor(actions) {
    this.actions = actions
    this.reply = new Reply(actions.thinking())
    this.messageTitle = h("h2", { class: "visually-hidden" })
    this.replyTitle = h("h2", { class: "visually-hidden" })
    this.bubble = h("div", { class: "bubble" })
    this.messageBar = h("div", { class: "turn-bar turn-bar-message" })
    this.replyBar = h("div", { class: "turn-bar" })
    this.answer = h(
      "article",
      { class: "answer" },
      this.replyTitle,
      this.reply.element,
      this.replyBar,
    )
    this.answers = h("div", { class: "answers" })
    this.element = h(
      "li",
      { class: "turn" },
      h("article", { class: "message" }, this.messageTitle, this.bubble, this.messageBar),
      this.answers,
    )
  }

  /**
   * @param {Turn} turn
   * @param {number} number of the turn in its branch, from 1
   * @param {TurnView[]} columns the views whose replies stand here, this one among them
   */
  show(turn, number, columns) {
    const isCompared = columns.length > 1
    this.element.dataset["state"] = turn.generation.state
    if (isCompared) this.element.dataset["columns"] = String(columns.length)
    else delete this.element.dataset["columns"]
    arrange(
      this.answers,
      columns.map(({ answer }) => answer),
    )
    this.#showMessage(turn.generation, number)
    this.showReply(turn, number, isCompared)
  }

  /**
   * @param {Turn} turn
   * @param {number} number
   * @param {boolean} isCompared
   */
  showReply(turn, number, isCompared) {
    const { generation, siblings } = turn
    const shown = [generation, number, isCompared, siblings.join()]
    if (isSame(shown, this.#shown)) return
    this.#shown = shown
    this.replyTitle.textContent = isCompared
      ? words.replyFrom(number, generation.answered_by ?? generation.model)
      : words.replyTo(number)
    const isDone = !isOpen(generation)
    const focused = this.replyBar.contains(document.activeElement) && document.activeElement
    fill(
      this.replyBar,
      isCompared
        ? this.#keepButton(generation)
        : [
            this.#versions(turn),
            isDone
              ? replyTools(generation, number, this.actions)
              : voiceTool(this.reply, number, this.actions),
          ],
      isCompared && isDone && copyTool(words.copyReply(number), generation.text),
    )
    if (focused) this.#toolLike(focused)?.focus()
    this.reply.show(generation, isCompared ? [] : this.#endActions(generation))
  }

  /**
   * The one that has taken its place, or else the first.
   * @param {Element} tool
   */
  #toolLike(tool) {
    /** @type {NodeListOf<HTMLButtonElement>} */
    const tools = this.replyBar.querySelectorAll("button:enabled")
    const name = tool.getAttribute("aria-label")
    return [...tools].find((each) => each.getAttribute("aria-label") === name) ?? tools[0]
  }

  /**
   * @param {Generation} generation
   * @param {number} number
   */
  #showMessage(generation, number) {
    const isDone = !isOpen(generation)
    const shown = [generation.id, number, isDone]
    if (isSame(shown, this.#message)) return
    this.#message = shown
    const goesOn = generation.prompt === texts.text.continuePrompt
    this.messageTitle.textContent = words.yourMessage(number)
    this.element.toggleAttribute("data-goes-on", goesOn)
    fill(
      this.bubble,
      this.#pictures(generation),
      messageText(goesOn ? words.goesOn : generation.prompt),
    )
    fill(this.messageBar, isDone && !goesOn && this.#messageTools(generation, number))
  }

  /** @param {Generation} generation */
  #pictures({ inputs }) {
    if (inputs.length === 0) return null
    const picture = (/** @type {{ media_id: string }} */ { media_id }) =>
      h("img", { src: this.actions.thumbnail(media_id), alt: words.attached, loading: "lazy" })
    return h("div", { class: "bubble-pictures" }, inputs.map(picture))
  }

  /**
   * @param {Generation} generation
   * @param {number} number
   */
  #messageTools(generation, number) {
    const edit = () =>
      editMessage(this.bubble, generation.prompt, (prompt) => this.actions.edit(generation, prompt))
    return [
      copyTool(words.copyMessage(number), generation.prompt),
      tool("edit", words.editMessage(number), edit),
    ]
  }

  /** @param {Generation} generation */
  #keepButton(generation) {
    const name = generation.answered_by ?? generation.model
    const button = wordButton(words.keep, () => this.actions.keep(generation), { icon: "check" })
    button.setAttribute("aria-label", words.keepOf(name))
    return button
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
    const goOn = generation.text && this.#goOn(generation)
    return generation.state === "failed" ? [again] : [goOn, again]
  }

  /** @param {Generation} generation */
  #goOn(generation) {
    return wordButton(words.continue, () =>
      this.actions.follow(generation, texts.text.continuePrompt),
    )
  }
}

/**
 * @param {unknown[]} a
 * @param {unknown[]} b
 */
const isSame = (a, b) => a.length === b.length && a.every((value, index) => value === b[index])
