/** Leaving. */

/** @import { Api } from "../lib/api.js" */

import { forget } from "../lib/offline.js"

const channelName = (/** @type {Api} */ { base }) => `allucanget:signedout:${base}`

/**
 * End this session. The document is loaded anew, so nothing of one person is left for the next.
 * @param {Api} api
 */
export async function signOut(api) {
  api.dispatchEvent(new Event("leaving"))
  await api.post("/api/auth/logout").catch(() => {})
  await leave(api)
}

/**
 * Leave nothing of this person in this browser, and no other tab with them in it.
 * @param {Api} api
 */
export async function leave(api) {
  await forget(api.base).catch(() => {})
  new BroadcastChannel(channelName(api)).postMessage("left")
  location.assign(api.url("/login"))
}

/**
 * Hear that the person has left in another tab.
 * @param {Api} api
 * @param {() => void} act
 */
export function onLeft(api, act) {
  new BroadcastChannel(channelName(api)).addEventListener("message", act)
}
