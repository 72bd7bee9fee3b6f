/*
 * Runs before the first paint, so that nobody sees the wrong theme flash by.
 * A classic script: a module would run too late.
 */
{
  const root = document.documentElement
  const chosen = (/** @type {string} */ name) => {
    try {
      return localStorage.getItem(name) ?? ""
    } catch {
      return ""
    }
  }
  const theme = chosen("allucanget:theme")
  if (theme === "light" || theme === "dark") root.dataset["theme"] = theme
  if (chosen("allucanget:motion") === "calm") root.dataset["motion"] = "calm"
  if (chosen("allucanget:rail") === "closed") root.dataset["rail"] = "closed"
}
