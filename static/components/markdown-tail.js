/**
 * The end of a text that grows: the one block that can still change.
 *
 * It is drawn again when more of it has come, but what it is made of is not: items of a list and
 * rows of a table that are followed by others are final, and code only gets longer. So the cost
 * of one more word does not depend on how much there is already.
 */

/** @import { Token, Tokens } from "../vendor/marked.js" */
/** @import { CodeBlock } from "./code-block.js" */
/** @import { Markdown } from "./markdown.js" */

import { codeBlockOf } from "./code-block.js"

const OPEN_PARTS = 2 // items or rows at the end that may still change
const MANY_PARTS = 8 // from here on the others are kept
const LONGEST = 20_000 // characters of one block; what follows begins another

/**
 * A block that is too long to draw again: `parts` holds its items or rows, `kept` of them final.
 * @typedef {{ type: "list" | "table", parts: Element, kept: number, isOrdered: boolean }} Held
 */

export class MarkdownTail {
  /** @type {ChildNode[]} */
  #nodes = []
  /** @type {Held | null} */
  #held = null
  /** @type {CodeBlock | null} */
  #code = null
  /** What must stand before the rest of a held table to make it one: its head. */
  #head = ""

  /** Whether there are blocks that only make sense together: HTML around others, link definitions. */
  isEntangled = false

  /** Whether somebody may be watching it grow. */
  isWatched = false

  /**
   * @param {Element} element
   * @param {Markdown} markdown
   */
  constructor(element, markdown) {
    this.element = element
    this.markdown = markdown
  }

  /**
   * Draw what has come so far behind all that is final.
   * @param {string} source
   * @returns {number} how many of its characters are final now, and not to be given again
   */
  draw(source) {
    const tokens = this.markdown.blocks(this.#head + source)
    const last = tokens.findLastIndex(({ type }) => type !== "space")
    if (last < 0) return 0
    this.isEntangled ||= tokens.some(({ type }) => type === "html" || type === "def")
    const goesOn = this.#goOn(tokens[0])
    if (last === 0 && goesOn) return this.#keep(tokens[0])

    const final = tokens.slice(goesOn ? 1 : 0, last)
    const head = this.#head.length
    this.#release(goesOn)
    if (final.length > 0) {
      const drawn = this.markdown.draw(final)
      this.#settle(drawn.children)
      this.element.append(drawn)
    }
    this.#open(tokens.slice(last))
    if (source.length > LONGEST && !this.#code) return this.#cut(source)
    return lengthOf(tokens.slice(0, last)) - head + this.#keep(tokens[last])
  }

  /**
   * Nobody writes blocks as long as this, so drawing must not become slower for them.
   * @param {string} source
   */
  #cut(source) {
    this.#release(true)
    return source.length
  }

  /**
   * Whether the block that is there only got longer; if so it is up to date now.
   * @param {Token | undefined} token
   */
  #goOn(token) {
    if (this.#code) return this.#growCode(this.#code, token)
    const held = this.#held
    if (!held || token?.type !== held.type) return false
    if (token.type === "list" && Boolean(token["ordered"]) !== held.isOrdered) return false
    const fresh = partsOf(this.markdown.draw([token]), held.type)
    while (held.parts.children.length > held.kept) held.parts.lastElementChild?.remove()
    held.parts.append(...(fresh?.children ?? []))
    return true
  }

  /**
   * @param {CodeBlock} code
   * @param {Token | undefined} token
   */
  #growCode(code, token) {
    if (token?.type !== "code") return false
    const { text, lang = "" } = /** @type {Tokens.Code} */ (token)
    // The name of its language came in two pieces.
    if (!lang.toLowerCase().split(/\s/, 1).includes(code.language)) return false
    code.write(text)
    return true
  }

  /**
   * Make parts of a long block final.
   * @param {Token | undefined} token the block as it was just drawn
   */
  #keep(token) {
    const raws = partRaws(token)
    if (!token || raws.length < MANY_PARTS) return 0
    const done = raws.length - OPEN_PARTS
    if (this.#held) this.#held.kept += done
    else if (!this.#hold(token, done)) return 0
    return lengthOf(raws.slice(0, done)) + this.#newHead(token)
  }

  /**
   * @param {Token} token
   * @param {number} kept
   */
  #hold(token, kept) {
    const type = token.type === "list" ? "list" : "table"
    const parts = partsOf(this.element.lastElementChild, type)
    if (!parts) return false
    this.#held = { type, parts, kept, isOrdered: Boolean(token.type === "list" && token["ordered"]) }
    return true
  }

  /**
   * The head of a table is final with its first rows.
   * @param {Token} token
   */
  #newHead({ type, raw }) {
    if (type !== "table" || this.#head) return 0
    this.#head = raw.split("\n", 2).join("\n") + "\n"
    return this.#head.length
  }

  /**
   * What will not change. If it was seen, the browser knows its size, and need not lay it out and
   * paint it again while it is out of sight.
   * @param {Iterable<ChildNode>} nodes
   */
  #settle(nodes) {
    if (!this.isWatched) return
    for (const node of nodes) if (node instanceof Element) node.setAttribute("data-settled", "")
  }

  /** @param {boolean} isFinal whether what is there stays, as it is complete */
  #release(isFinal) {
    if (isFinal) this.#settle(this.#nodes)
    else if (!this.#held) for (const node of this.#nodes) node.remove()
    if (!isFinal && this.#held) {
      const { parts, kept } = this.#held
      while (parts.children.length > kept) parts.lastElementChild?.remove()
    }
    this.#nodes = []
    this.#held = null
    this.#code = null
    this.#head = ""
  }

  /** @param {Token[]} tokens */
  #open(tokens) {
    const drawn = this.markdown.draw(tokens)
    this.#nodes = [...drawn.childNodes]
    this.element.append(drawn)
    const [first] = this.#nodes
    this.#code = codeBlockOf(first instanceof Element ? first : null)
  }
}

/** @param {{ raw: string }[]} tokens */
const lengthOf = (tokens) => tokens.reduce((sum, { raw }) => sum + raw.length, 0)

/**
 * The items of a list, or the rows of a table, as they were written.
 * @param {Token | undefined} token
 * @returns {{ raw: string }[]}
 */
function partRaws(token) {
  if (token?.type === "list") return /** @type {Tokens.List} */ (token).items
  if (token?.type !== "table") return []
  const lines = token.raw.replace(/\n+$/, "").split("\n").slice(2)
  return lines.map((line) => ({ raw: `${line}\n` }))
}

/**
 * The element that holds them.
 * @param {Element | DocumentFragment | null} drawn
 * @param {"list" | "table"} type
 */
function partsOf(drawn, type) {
  if (type === "table") return drawn?.querySelector("tbody") ?? null
  if (drawn instanceof Element) return drawn.matches("ul, ol") ? drawn : null
  return drawn?.querySelector("ul, ol") ?? null
}
