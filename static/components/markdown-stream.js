/**
 * A text that grows, drawn as Markdown at little cost.
 *
 * Blocks that are complete are drawn once; only the open end is drawn again. However much there
 * is to draw, it is a few milliseconds at a time, between two frames and not within one, so the
 * page never stands still.
 */

/** @import { Markdown } from "./markdown.js" */

import { codeBlockOf } from "./code-block.js"
import { nextTask } from "../lib/tasks.js"
import { loadMarkdown } from "./markdown.js"
import { MarkdownTail } from "./markdown-tail.js"

const STEP = 2000 // characters drawn in one go
const BUDGET = 6 // milliseconds, after which no further step is begun
const SHARE = 3 // times as long as a drawing took, until it was painted, nothing is drawn
const WOKEN = 8 // blocks a frame

export class MarkdownStream {
  #text = ""
  /** Up to where the text is drawn, and up to where that is final. */
  #shown = 0
  #final = 0
  /** @type {MarkdownTail | null} */
  #tail = null
  #frame = 0
  #restUntil = 0
  #isOver = false
  /** Whether somebody could watch it grow. What they have read is not folded away then. */
  #grew = false
  /** @type {Markdown | null} */
  #markdown = null

  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element
    loadMarkdown().then(
      (markdown) => {
        this.#markdown = markdown
        this.set(this.#text)
      },
      () => this.#schedule(),
    )
  }

  get text() {
    return this.#text
  }

  /** @param {string} text */
  append(text) {
    this.#isOver = false
    this.#grew = true
    this.#text += text.replaceAll("\r", "")
    this.#schedule()
  }

  /**
   * Show another text instead: its beginning at once, the rest within the next frames.
   * @param {string} text
   */
  set(text) {
    this.#isOver = false
    this.#text = text.replaceAll("\r", "")
    this.#begin()
    this.#draw()
  }

  /** Nothing follows. */
  finish() {
    if (this.#isOver) return
    this.#isOver = true
    this.#schedule()
  }

  /** Whether all of the text is on the page, and not only its beginning. */
  get isShown() {
    return this.#shown === this.#text.length
  }

  #begin() {
    this.#shown = 0
    this.#final = 0
    this.#restUntil = 0
    this.element.replaceChildren()
    this.#tail = this.#markdown && new MarkdownTail(this.element, this.#markdown)
  }

  #schedule() {
    this.#frame ||= requestAnimationFrame(() => {
      if (performance.now() >= this.#restUntil) this.#drawAfterPaint()
      else {
        this.#frame = 0
        this.#schedule()
      }
    })
  }

  async #drawAfterPaint() {
    await nextTask()
    // Unless another text was set, and drawn, meanwhile.
    if (this.#frame) this.#draw()
  }

  #draw() {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    if (this.#tail) this.#drawSome(this.#tail)
    else this.element.textContent = this.#text
    if (this.#tail && this.isShown && this.#isOver) this.#complete(this.#tail)
  }

  /** @param {MarkdownTail} tail */
  #drawSome(tail) {
    const begun = performance.now()
    tail.isWatched = this.#grew
    while (!this.isShown && performance.now() - begun < BUDGET) {
      this.#shown = Math.min(this.#text.length, this.#lineAfter(this.#shown + STEP))
      this.#final += tail.draw(this.#text.slice(this.#final, this.#shown))
    }
    // Laid out now, for the next frame to be short: it has the painting to do.
    this.element.getBoundingClientRect()
    this.#rest(performance.now() - begun)
    if (!this.isShown) this.#schedule()
  }

  /**
   * What the browser does with a drawing, in the next frame, is most of the work.
   * @param {number} drawing milliseconds that it took until here
   */
  #rest(drawing) {
    this.#restUntil = Infinity
    requestAnimationFrame((begun) => {
      nextTask().then(() => {
        const now = performance.now()
        this.#restUntil = now + (drawing + now - begun) * SHARE
      })
    })
  }

  /**
   * A step ends at the end of a line, so that none is taken for what its beginning looks like.
   * @param {number} place
   */
  #lineAfter(place) {
    const end = this.#text.indexOf("\n", place)
    return end < 0 || end - place > STEP ? place : end + 1
  }

  /**
   * All is drawn. Blocks that belong together are drawn once more, as a whole.
   * @param {MarkdownTail} tail
   */
  #complete(tail) {
    const markdown = this.#markdown
    if (tail.isEntangled && markdown) {
      this.element.replaceChildren(markdown.draw(markdown.blocks(this.#text)))
      tail.isEntangled = false
    }
    if (this.#grew) return this.#wake()
    for (const figure of this.element.querySelectorAll(".code")) codeBlockOf(figure)?.fold()
  }

  /** From now on all of it is text like any other, also for who reads it aloud. The end first. */
  #wake() {
    const asleep = [...this.element.querySelectorAll(":scope > [data-settled]")]
    for (const each of asleep.slice(-WOKEN)) each.removeAttribute("data-settled")
    if (asleep.length > WOKEN) requestAnimationFrame(() => this.#wake())
  }
}
