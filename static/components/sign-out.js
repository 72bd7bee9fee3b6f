/** Leaving. */

/** @import { Api } from "../lib/api.js" */

import { farewell } from "../lib/live.js"
import { forget } from "../lib/offline.js"

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
  farewell(api.base).postMessage("left")
  location.assign(api.url("/login"))
}
