/**
 * The worker that opens the app without a network, and what this browser stores of a person for it.
 * Where browsers allow no worker (plain http, private windows) all this is left out.
 */

/** @import { Api } from "./api.js" */
/** @import { Site, User } from "./types.d.ts" */

import { scriptUrl } from "./trusted.js"

const WAIT = 4_000 // milliseconds in which the page has the network for itself
const LAST = "allucanget:last"

const canStore = "caches" in globalThis
const ownStore = (/** @type {string} */ base) => `allucanget:${base}:own`

/**
 * Once the page has all it needs.
 * @param {Api} api
 */
export function install({ base }) {
  const { serviceWorker } = navigator
  if (!serviceWorker) return
  const register = async () => {
    const how = { scope: `${base}/`, updateViaCache: /** @type {const} */ ("none") }
    await serviceWorker.register(scriptUrl(`${base}/sw.js`), how)
    await serviceWorker.ready
    if (!serviceWorker.controller) {
      await new Promise((done) => serviceWorker.addEventListener("controllerchange", done))
    }
    await handOver(base)
  }
  setTimeout(() => register().catch(() => {}), WAIT)
}

/**
 * What was loaded before the worker was there passes through it once more, from the cache.
 * @param {string} base
 */
async function handOver(base) {
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name)
  const files = loaded.filter((name) => new URL(name).pathname.startsWith(`${base}/static/`))
  for (const name of files) await fetch(name)
}

/**
 * Remember who is signed in, for a start without a network. Nothing of anybody else is left.
 * @param {string} base
 * @param {{ site: Site, user: User }} now
 */
export async function remember(base, now) {
  const before = recall()
  try {
    localStorage.setItem(LAST, JSON.stringify(now))
  } catch {
    return
  }
  if (!canStore) return
  if (before && before.user.id !== now.user.id) await caches.delete(ownStore(base))
  await caches.open(ownStore(base))
}

/** @returns {{ site: Site, user: User } | null} */
export function recall() {
  try {
    return JSON.parse(localStorage.getItem(LAST) ?? "null")
  } catch {
    return null
  }
}

/**
 * At the sign-out: what the worker stored of this person goes. Their drafts stay.
 * @param {string} base
 */
export async function forget(base) {
  try {
    localStorage.removeItem(LAST)
  } finally {
    if (canStore) await caches.delete(ownStore(base))
  }
}
