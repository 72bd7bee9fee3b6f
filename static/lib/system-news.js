/** News by the system, for people who are not looking at the page. Asked for only by a click. */

/** Whether this browser, on this site, could tell anything. */
export const canNotify = () => "Notification" in globalThis

/** Whether the person has refused it in the browser, where only they can change it. */
export const isRefused = () => canNotify() && Notification.permission === "denied"

/** Ask the person, who has just clicked. */
export const askToNotify = async () =>
  canNotify() && (await Notification.requestPermission()) === "granted"

/**
 * One notification for one ending, however many tabs hear of it.
 * @param {string} url where a click leads
 * @param {string} title
 * @param {{ id: string, prompt: string }} entry
 */
export async function notify(url, title, { id, prompt }) {
  if (!canNotify() || Notification.permission !== "granted") return
  const options = { body: prompt, tag: id, data: { url } }
  const registration = await navigator.serviceWorker?.getRegistration()
  if (registration) return registration.showNotification(title, options)
  const notification = new Notification(title, options)
  notification.addEventListener("click", () => {
    window.focus()
    location.assign(url)
  })
}
