/** Markdown to elements: marked writes HTML, DOMPurify has the last word, nothing else touches it. */

/** @import { MarkedToken, Token, TokensList } from "../vendor/marked.js" */

import { decorate } from "./markdown-parts.js"

/** What may remain of a text, whoever wrote it. No pictures: they would call foreign hosts. */
const SANITIZE = {
  ALLOWED_TAGS: [
    ..."a abbr b blockquote br code dd del details dl dt em h1 h2 h3 h4 h5 h6 hr i ins kbd li".split(
      " ",
    ),
    ..."mark ol p pre q s samp small strong sub summary sup table tbody td th thead tr ul var".split(
      " ",
    ),
  ],
  ALLOWED_ATTR: ["href", "title", "start", "align", "colspan", "rowspan", "open", "class"],
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|#)/i,
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
  )
}

/** Tags without attributes that writers of Markdown reach for; all other HTML is shown as text. */
const BARE_TAGS = /&lt;(\/?(?:br|sub|sup|kbd|mark|ins|small|details|summary))\s*\/?&gt;/gi

/** @param {string} html */
function harmless(html) {
  const escaped = html.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
  return escaped.replace(BARE_TAGS, "<$1>")
}

/** A text's blocks, and how to draw them. */
export class Markdown {
  /**
   * @param {(text: string) => TokensList} lexer
   * @param {(tokens: Token[]) => DocumentFragment} sanitized
   */
  constructor(lexer, sanitized) {
    this.blocks = lexer
    this.sanitized = sanitized
  }

  /** @param {Token[]} tokens */
  draw(tokens) {
    const fragment = this.sanitized(tokens)
    decorate(fragment)
    return fragment
  }
}
