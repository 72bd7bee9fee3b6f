/** Leaving. */

/** @import { Api } from "../lib/api.js" */

/**
 * End this session. The document is loaded anew, so nothing of one person is left for the next.
 * @param {Api} api
 */
export async function signOut(api) {
  await api.post("/api/auth/logout").catch(() => {})
  location.assign(api.url("/login"))
}
