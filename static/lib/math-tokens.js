/**
 * Where TeX stands in Markdown: `$…$` and `\(…\)` in a line, `$$…$$` and `\[…\]` on their own.
 *
 * A dollar is money unless it hugs what follows and another one hugs what goes before, in the
 * same line and not before a digit. Every pattern stops at the next sign of its own kind, so all
 * of a text is looked at once, however hostile.
 */

const INLINE = /^(?:\$(?![\s$])((?:\\[^\n]|[^\\\n$])*?[^\s\\$]|[^\s\\$])\$(?!\d)|\\\(((?:(?!\\[()])[^])+)\\\))/
const DISPLAY = /^(?:\$\$((?:(?!\$\$)[^])+)\$\$|\\\[((?:(?!\\[[\]])[^])+)\\\])/
const BLOCK = /^ {0,3}(?:\$\$((?:(?!\$\$)[^])+)\$\$|\\\[((?:(?!\\[[\]])[^])+)\\\])[ \t]*(?:\n|$)/
const FAR = 2000 // characters a line of text is searched for a beginning at a time

/** @typedef {{ type: string, raw: string, text: string, display: boolean }} MathToken */

/** @param {(text: string) => string} escape */
export const mathExtensions = (escape) => {
  const renderer = (/** @type {{ [name: string]: unknown }} */ token) => {
    const { text, display } = /** @type {MathToken} */ (/** @type {unknown} */ (token))
    return `<span class="math${display ? " math-display" : ""}">${escape(text)}</span>`
  }
  return [
    {
      name: "mathBlock",
      level: /** @type {const} */ ("block"),
      start: (/** @type {string} */ text) => {
        const at = text.slice(0, FAR).search(/\n {0,3}(?:\$\$|\\\[)/)
        return at < 0 ? undefined : at + 1
      },
      tokenizer: (/** @type {string} */ text) => token("mathBlock", BLOCK.exec(text), true),
      renderer,
    },
    {
      name: "math",
      level: /** @type {const} */ ("inline"),
      start: (/** @type {string} */ text) => {
        const at = text.slice(0, FAR).indexOf("$")
        return at >= 0 ? at : text.length > FAR ? FAR : undefined
      },
      tokenizer: (/** @type {string} */ text) =>
        token("math", DISPLAY.exec(text), true) ?? token("math", INLINE.exec(text), false),
      renderer,
    },
  ]
}

/**
 * @param {string} type
 * @param {RegExpExecArray | null} match
 * @param {boolean} display
 * @returns {MathToken | undefined}
 */
function token(type, match, display) {
  if (!match) return undefined
  return { type, raw: match[0], text: (match[1] ?? match[2] ?? "").trim(), display }
}
