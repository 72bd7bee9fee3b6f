/**
 * Every word the page says, in the person's language. All modules take their words from here.
 *
 * The words of a language are in `texts/<language>.js`, and only that file is fetched. One that is
 * not whole yet says so; then English is fetched too and stands in, text by text.
 */

/** @import { Translation } from "./types.d.ts" */

import { language } from "./language.js"

/**
 * How to fetch each, by tag.
 * @typedef {Record<string, () => Promise<{ texts: unknown, whole: boolean }>>} Translations
 */

/** Besides English. @type {Translations} */
const TRANSLATIONS = { de: () => import("../texts/de.js") }

/**
 * Words in the person's language, wherever they are kept.
 * @template {object} Words
 * @param {() => Promise<{ texts: Words }>} original
 * @param {Translations} translations
 * @returns {Promise<Words>}
 */
export async function inLanguage(original, translations) {
  const translation = await translations[language]?.()
  if (!translation) return (await original()).texts
  const words = /** @type {Translation<Words>} */ (translation.texts)
  if (translation.whole) return /** @type {Words} */ (words)
  return completed((await original()).texts, words)
}

/**
 * The translated texts, and the others in the original.
 * @template {object} Words
 * @param {Words} original
 * @param {Translation<Words>} translated
 * @returns {Words}
 */
export function completed(original, translated) {
  const entries = Object.entries(original).map(([name, text]) => {
    const own = /** @type {Record<string, unknown>} */ (translated)[name]
    if (own === undefined) return [name, text]
    return [name, isGroup(text) ? completed(text, /** @type {object} */ (own)) : own]
  })
  return Object.fromEntries(entries)
}

/**
 * Whether it holds texts under names, rather than being one (a list counts as one).
 * @param {unknown} text
 * @returns {text is object}
 */
export const isGroup = (text) =>
  typeof text === "object" && text !== null && !Array.isArray(text)

// Last, since whoever fills in for a language needs all of the above.
export const texts = await inLanguage(() => import("../texts/en.js"), TRANSLATIONS)
