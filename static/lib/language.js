/** Which language the page speaks. `theme.js` has chosen it before anything was drawn. */

/** Whose words there are, by their own names: one file each in `texts/`. */
export const LANGUAGES = { en: "English", de: "Deutsch" }

const CHOICE = "allucanget:language"

/** Of this document. Another one needs a new document. */
export const language = globalThis.document?.documentElement.lang || "en"

/** The person's own region, as long as it speaks this language. */
export const locale =
  globalThis.navigator?.languages?.find((tag) => tag.startsWith(language)) ?? language

/** What the person chose, or "" for the language of the browser. */
export function chosenLanguage() {
  try {
    return localStorage.getItem(CHOICE) ?? ""
  } catch {
    return ""
  }
}

/**
 * From the next document on.
 * @param {string} tag "" for the language of the browser
 */
export function chooseLanguage(tag) {
  try {
    if (tag) localStorage.setItem(CHOICE, tag)
    else localStorage.removeItem(CHOICE)
  } catch {
    return
  }
}

/**
 * Which form of a word goes with a number.
 * @param {string} tag
 * @returns {(count: number, one: string, many: string) => string} for languages with two forms
 */
export function pluralIn(tag) {
  /** @type {Intl.PluralRules | undefined} */
  let rules
  return (count, one, many) => {
    rules ??= new Intl.PluralRules(tag)
    return rules.select(count) === "one" ? one : many
  }
}
