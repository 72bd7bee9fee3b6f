/** The document's title: the page, and in front of it how much news there is. */

let name = ""
let count = 0

/**
 * @param {string} page
 * @param {string} site
 */
export function nameDocument(page, site) {
  name = `${page} · ${site}`
  show()
}

/** @param {number} news 0: none that the person has not seen */
export function countNews(news) {
  count = news
  show()
  // The icon of the installed app, where there is one.
  navigator.setAppBadge?.(news).catch(() => {})
}

function show() {
  if (name) document.title = count > 0 ? `(${count}) ${name}` : name
}
