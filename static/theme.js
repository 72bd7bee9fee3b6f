/*
 * Runs before the first paint, so that nobody sees the wrong theme or language flash by.
 * A classic script: a module would run too late.
 */
{
  const root = document.documentElement
  const chosen = (/** @type {string} */ name) => {
    try {
      return localStorage.getItem(`allucanget:${name}`) ?? ""
    } catch {
      return ""
    }
  }
  const theme = chosen("theme")
  if (theme === "light" || theme === "dark") root.dataset["theme"] = theme
  if (chosen("motion") === "calm") root.dataset["motion"] = "calm"
  if (chosen("accent")) root.dataset["accent"] = chosen("accent") // the house's, as last seen
  if (chosen("rail") === "closed") root.dataset["rail"] = "closed"

  const offered = root.dataset["languages"]?.split(" ") ?? []
  const wanted = [chosen("language"), ...navigator.languages].map((tag) => tag.slice(0, 2))
  root.lang = wanted.find((tag) => offered.includes(tag)) ?? root.lang

  // The words are needed first of all, and only in this language.
  const words = document.createElement("link")
  words.rel = "modulepreload"
  const { src } = /** @type {HTMLScriptElement} */ (document.currentScript)
  words.href = new URL(`texts/${root.lang}.js`, src).href
  document.head.append(words)
}
