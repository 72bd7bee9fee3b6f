/**
 * A text that grows, drawn as Markdown at little cost.
 *
 * Only the last block can still change, so only it is drawn again, at most once per frame. All
 * blocks before it are final and never touched.
 */

/** @import { Token, Tokens } from "../vendor/marked.js" */
/** @import { Markdown } from "./markdown.js" */

import { loadMarkdown } from "./markdown.js"

/** Blocks that only make sense as a whole: HTML that spans them, and link definitions. */
const SPANS_BLOCKS = /^ {0,3}(?:<|\[[^\]]+\]:)/m

export class MarkdownStream {
  #text = ""
  /** Where in the text the block begins that is not final yet. */
  #start = 0
  /** @type {ChildNode[]} */
  #tail = []
  /** @type {Text | null} the text of a code block that is still open */
  #code = null
  #frame = 0
  /** @type {Markdown | null} */
  #markdown = null

  /**
   * @param {HTMLElement} element
   * @param {() => void} [drawn] called after each drawing, to scroll
   */
  constructor(element, drawn = () => {}) {
    this.element = element
    this.drawn = drawn
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
    this.#text += text.replaceAll("\r", "")
    this.#schedule()
  }

  /**
   * Show another text instead, at once.
   * @param {string} text
   */
  set(text) {
    this.#text = text.replaceAll("\r", "")
    this.#start = 0
    this.#tail = []
    this.#code = null
    this.element.replaceChildren()
    this.#draw()
  }

  /** Nothing follows: draw what is left, and as a whole where blocks belong together. */
  finish() {
    if (SPANS_BLOCKS.test(this.#text)) this.set(this.#text)
    else this.#draw()
  }

  #schedule() {
    this.#frame ||= requestAnimationFrame(() => this.#draw())
  }

  #draw() {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    if (!this.#markdown) this.element.textContent = this.#text
    else this.#drawTail(this.#markdown)
    this.drawn()
  }

  /** @param {Markdown} markdown */
  #drawTail(markdown) {
    const tokens = markdown.blocks(this.#text.slice(this.#start))
    const last = tokens.findLastIndex(({ type }) => type !== "space")
    if (last < 0 || (last === 0 && this.#growCode(tokens[0]))) return

    for (const node of this.#tail) node.remove()
    const final = tokens.slice(0, last)
    const rest = tokens.slice(last)
    if (final.length) this.element.append(markdown.draw(final))
    const tail = markdown.draw(rest)
    this.#tail = [...tail.childNodes]
    this.#code = openCode(rest[0], tail)
    this.element.append(tail)
    this.#start += final.reduce((sum, { raw }) => sum + raw.length, 0)
  }

  /**
   * A code block only ever grows at its end: add to its text and leave the rest alone.
   * @param {Token | undefined} token
   */
  #growCode(token) {
    if (!this.#code || token?.type !== "code") return false
    const { text } = /** @type {Tokens.Code} */ (token)
    const shown = this.#code.data.replace(/\n$/, "")
    if (!text.startsWith(shown)) return false
    this.#code.replaceData(shown.length, this.#code.length - shown.length, text.slice(shown.length))
    return true
  }
}

/**
 * @param {Token | undefined} token
 * @param {DocumentFragment} drawn
 */
function openCode(token, drawn) {
  const text = token?.type === "code" ? drawn.querySelector("code")?.firstChild : null
  return text instanceof Text ? text : null
}
