/** The signs that offer something while one writes: `@` a model, `#` a picture, `/` what the
 * page can do. Pure. */

/**
 * @typedef {"@" | "#" | "/"} Sign
 * @typedef {{ sign: Sign, words: string, from: number }} Signed what was written after which sign,
 *   and where the sign stands
 */

const SIGNED = /(?:^|\s)([@#/])([^\s@#/]{0,60})$/

/**
 * What is being written at the caret. A sign counts at the beginning of a word, a slash at the
 * beginning of everything, so that addresses, headings and paths stay what they are.
 * @param {string} text
 * @param {number} caret
 * @returns {Signed | null}
 */
export function signedAt(text, caret) {
  const [, sign, words] = SIGNED.exec(text.slice(0, caret)) ?? []
  if (sign === undefined || words === undefined) return null
  const from = caret - words.length - 1
  if (sign === "/" && from > 0) return null
  return { sign: /** @type {Sign} */ (sign), words, from }
}

/**
 * The text without the sign and the words after it.
 * @param {string} text
 * @param {Signed} signed
 */
export function without(text, { from, words }) {
  const [before, after] = [text.slice(0, from), text.slice(from + 1 + words.length)]
  return before.endsWith(" ") && (after === "" || after.startsWith(" "))
    ? before.slice(0, -1) + after
    : before + after
}
