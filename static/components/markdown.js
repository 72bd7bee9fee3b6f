/** Markdown to elements: marked writes HTML, DOMPurify has the last word, nothing else touches it. */

/** @import { MarkedToken, Token, TokensList } from "../vendor/marked.js" */

import { mathExtensions } from "../lib/math-tokens.js"
import { setFormulas } from "./formula.js"
import { decorate } from "./markdown-parts.js"

/** What may remain of a text, whoever wrote it. No pictures: they would call foreign hosts. */
const SANITIZE = {
  ALLOWED_TAGS: [
    ..."a abbr b blockquote br code dd del details dl dt em h1 h2 h3 h4 h5 h6 hr i ins kbd li".split(
      " ",
    ),
    ..."mark ol p pre q s samp small span strong sub summary sup table tbody td th thead tr ul var".split(
      " ",
    ),
  ],
  ALLOWED_ATTR: ["href", "title", "start", "align", "colspan", "rowspan", "open", "class"],
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|#)/i,
  ADD_URI_SAFE_ATTR: ["start", "align", "colspan", "rowspan", "open"],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: /** @type {const} */ (true),
}

/** What may remain of a formula: the elements of MathML that show something, and nothing that acts. */
const SANITIZE_MATH = {
  ALLOWED_TAGS: [
    ..."math menclose mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot".split(
      " ",
    ),
    ..."mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover".split(
      " ",
    ),
  ],
  ALLOWED_ATTR: [
    ..."accent accentunder class columnalign columnlines columnspan depth dir display".split(" "),
    ..."displaystyle fence form height largeop linethickness lspace mathvariant maxsize".split(" "),
    ..."minsize movablelimits notation rowlines rspace scriptlevel separator stretchy".split(" "),
    ..."symmetric voffset width".split(" "),
  ],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: /** @type {const} */ (true),
}

/** @type {Promise<Markdown> | undefined} */
let loading

/** Both libraries, loaded when a text first needs them. */
export function loadMarkdown() {
  loading ??= load().catch((error) => {
    loading = undefined
    throw error
  })
  return loading
}

async function load() {
  const [{ Marked }, { default: purify }] = await Promise.all([
    import("../vendor/marked.js"),
    import("../vendor/dompurify.js"),
  ])
  const marked = new Marked({ gfm: true })
  marked.use({
    extensions: mathExtensions(escaped),
    renderer: {
      image({ href, title, text, raw }) {
        const label = /** @type {MarkedToken} */ ({
          type: "text",
          raw,
          text: text || href,
          escaped: false,
        })
        return this.link({ type: "link", raw, href, title: title ?? null, text, tokens: [label] })
      },
      html: ({ text, block }) =>
        block && !/<details/i.test(text) ? `<p>${harmless(text)}</p>` : harmless(text),
      checkbox: ({ checked }) => (checked ? "☑ " : "☐ "),
    },
  })
  return new Markdown(
    (text) => marked.lexer(text),
    (tokens) => purify.sanitize(marked.parser(tokens), SANITIZE),
    (markup) => purify.sanitize(markup, SANITIZE_MATH),
  )
}

/** Tags without attributes that writers of Markdown reach for; all other HTML is shown as text. */
const BARE_TAGS = /&lt;(\/?(?:br|sub|sup|kbd|mark|ins|small|details|summary))\s*\/?&gt;/gi

/** @param {string} html */
const harmless = (html) => escaped(html).replace(BARE_TAGS, "<$1>")

/** @param {string} text */
const escaped = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")

/**
 * What comes of it, or nothing where that takes more depth than there is.
 * @template T
 * @param {() => T} work
 */
function unlessTooDeep(work) {
  try {
    return work()
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/**
 * The text as it is: one block that is nothing but text.
 * @param {string} text
 * @returns {TokensList}
 */
function plain(text) {
  const words = { type: "text", raw: text, text, escaped: false }
  return Object.assign([{ type: "paragraph", raw: text, text, tokens: [words] }], { links: {} })
}

/** A text's blocks, and how to draw them. What is nested thousands deep is shown as it is. */
export class Markdown {
  /**
   * @param {(text: string) => TokensList} lexer
   * @param {(tokens: Token[]) => DocumentFragment} sanitized
   * @param {(markup: string) => DocumentFragment} sanitizedMath
   */
  constructor(lexer, sanitized, sanitizedMath) {
    this.lexer = lexer
    this.sanitized = sanitized
    this.sanitizedMath = sanitizedMath
  }

  /** @param {string} text */
  blocks(text) {
    return unlessTooDeep(() => this.lexer(text)) ?? plain(text)
  }

  /** @param {Token[]} tokens */
  draw(tokens) {
    const fragment =
      unlessTooDeep(() => this.sanitized(tokens)) ??
      this.sanitized(plain(tokens.map(({ raw }) => raw).join("")))
    setFormulas(fragment, this.sanitizedMath)
    decorate(fragment)
    return fragment
  }
}
