/** Which form of a word goes with a number. */

/**
 * @param {string} language
 * @returns {(count: number, one: string, many: string) => string} for languages with two forms
 */
export function pluralIn(language) {
  const rules = new Intl.PluralRules(language)
  return (count, one, many) => (rules.select(count) === "one" ? one : many)
}
