/** News for people who do not see them: the two live regions of the page. */

/**
 * Say something that can wait for a pause.
 * @param {string} text
 */
export const announce = (text) => say("news", text)

/**
 * Say an error.
 * @param {string} text
 */
export const alarm = (text) => say("alarms", text)

/**
 * The same words twice are news twice, so the region is emptied first.
 * @param {string} id
 * @param {string} text
 */
function say(id, text) {
  const region = document.getElementById(id)
  if (!region) return
  region.textContent = ""
  setTimeout(() => (region.textContent = text), 50)
}
