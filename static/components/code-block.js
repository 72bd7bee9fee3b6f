/** Code with its language, colours, and buttons to copy, wrap and save it. */

/** @import { Run } from "../lib/runs.js" */

import { copyText } from "../lib/clipboard.js"
import { h } from "../lib/dom.js"
import { fileEnding } from "../lib/languages.js"
import { commonStart } from "../lib/runs.js"
import { coloured } from "../lib/scribe.js"
import { texts } from "../lib/texts.js"
import { icon } from "./icon.js"

const words = texts.reply
const COPIED = 1500 // milliseconds the button says so
const PAUSE = 300 // milliseconds between two colourings of code that grows
const AT_ONCE = 100 // coloured stretches put into the page in one go
const FOLDS = 36 // lines above which code can be folded

/** @type {WeakMap<Element, CodeBlock>} */
const blocks = new WeakMap()

/**
 * The code block behind a figure on the page.
 * @param {Element | null} figure
 */
export const codeBlockOf = (figure) => (figure && blocks.get(figure)) ?? null

/** The text is there at once; its colours follow, and never hold it up. */
export class CodeBlock {
  /** What is coloured already; the rest of the text stands behind it, plain. @type {Run[]} */
  #painted = []
  #isPainting = false
  #isStale = false

  /** @param {HTMLPreElement} pre as Markdown left it; it becomes part of `element` */
  constructor(pre) {
    const code = pre.querySelector("code") ?? pre
    this.language = /language-([\w+#.-]+)/.exec(code.className)?.[1]?.toLowerCase() ?? ""
    this.text = code.textContent.replace(/\n$/, "")
    this.rest = new Text(this.text)
    this.code = h("code", {}, this.rest)
    this.pre = pre
    pre.replaceChildren(this.code)
    pre.tabIndex = 0
    this.element = h("figure", { class: "code" }, this.#head())
    blocks.set(this.element, this)
    this.#paint()
  }

  /**
   * More of it has come; or a little less, when its end turns out not to be code.
   * @param {string} text the whole text
   */
  write(text) {
    const { text: before, rest } = this
    if (text === before) return
    const less = before.length - text.length
    if (text.startsWith(before)) rest.appendData(text.slice(before.length))
    else if (before.startsWith(text) && less <= rest.length)
      rest.deleteData(rest.length - less, less)
    else {
      this.#unpaint(0)
      rest.data = text
    }
    this.text = text
    this.#paint()
  }

  /** Put the block in the place of its `pre`. */
  place() {
    this.pre.replaceWith(this.element)
    this.element.append(this.pre)
  }

  #head() {
    const name = this.language || words.code
    return h(
      "figcaption",
      { class: "code-head" },
      h("span", { class: "code-language" }, name),
      wrapButton(this.pre),
      button(words.saveCode, words.saveCode, () => this.#save()),
      copyButton(() => this.text),
    )
  }

  /** Hide what is beyond a screenful, behind a button. */
  fold() {
    const lines = this.text.split("\n").length
    if (lines <= FOLDS || this.element.querySelector(".code-more")) return
    const unfold = () => {
      this.element.removeAttribute("data-folded")
      more.remove()
      this.pre.focus()
    }
    const more = h(
      "button",
      { type: "button", class: "code-more", onclick: unfold },
      words.allLines(lines),
    )
    this.element.setAttribute("data-folded", "")
    this.element.append(more)
  }

  #save() {
    const url = URL.createObjectURL(new Blob([this.text], { type: "text/plain" }))
    h("a", { href: url, download: `code.${fileEnding(this.language)}` }).click()
    setTimeout(() => URL.revokeObjectURL(url), COPIED)
  }

  async #paint() {
    this.#isStale = true
    if (this.#isPainting || !this.language) return
    this.#isPainting = true
    while (this.#isStale) {
      this.#isStale = false
      const { text } = this
      const runs = await coloured(text, this.language)
      if (!runs) break
      await this.#show(runs, text)
      await new Promise((resolve) => setTimeout(resolve, PAUSE))
    }
    this.#isPainting = false
  }

  /**
   * @param {Run[]} runs
   * @param {string} text what they colour; more may have come since
   */
  async #show(runs, text) {
    const kept = commonStart(this.#painted, runs)
    this.#unpaint(kept)
    for (let at = kept; at < runs.length && this.text.startsWith(text); at += AT_ONCE) {
      const slice = runs.slice(at, at + AT_ONCE)
      this.rest.deleteData(0, slice.reduce((sum, [, text]) => sum + text.length, 0))
      this.rest.before(...slice.map(span))
      this.#painted.push(...slice)
      await new Promise(requestAnimationFrame)
    }
  }

  /** @param {number} kept runs that stay */
  #unpaint(kept) {
    const gone = this.#painted.splice(kept)
    if (gone.length === 0) return
    this.rest.insertData(0, gone.map(([, text]) => text).join(""))
    while (this.code.childNodes.length > kept + 1) this.rest.previousSibling?.remove()
  }
}

/** @param {Run} run */
const span = ([kind, text]) => (kind ? h("span", { class: `hl-${kind}` }, text) : new Text(text))

/**
 * @param {string} text
 * @param {string} label
 * @param {() => void} onclick
 */
const button = (text, label, onclick) =>
  h("button", { type: "button", class: "code-button", "aria-label": label, onclick }, text)

/** @param {HTMLPreElement} pre */
function wrapButton(pre) {
  const wrap = button(words.wrap, words.wrap, () =>
    wrap.setAttribute("aria-pressed", String(pre.toggleAttribute("data-wrap"))),
  )
  wrap.setAttribute("aria-pressed", "false")
  return wrap
}

/**
 * A button that copies what `read` gives at that moment.
 * @param {() => string} read
 */
function copyButton(read) {
  const label = h("span", {}, words.copyCode)
  const element = h(
    "button",
    { type: "button", class: "code-button", onclick: copy },
    icon("copy"),
    label,
  )
  async function copy() {
    await copyText(read())
    label.textContent = words.copied
    setTimeout(() => (label.textContent = words.copyCode), COPIED)
  }
  return element
}
