/*
 * Makes the app open without a network: the shell of this very version, what the person saw last,
 * and their thumbnails. Served at the root of the app, with its place and version written in.
 *
 * The server always comes first for pages and answers, so an old app never meets a new server; what
 * is stored stands in only when there is no answer at all. What is a person's own is removed when
 * they sign out, and before anybody else's is stored.
 */

// Typed by hand: a worker's globals are not those of a page.
/** @typedef {Event & { waitUntil(work: Promise<unknown>): void }} Extended */
/** @typedef {Extended & { request: Request, respondWith(answer: Promise<Response>): void }} Fetching */
/** @typedef {Extended & { notification: { close(): void, data: { url: string } } }} Clicked */
/** @typedef {{ url: string, focus(): Promise<unknown>, navigate(url: string): Promise<unknown> }} Tab */

const BASE = "{base}"
const VERSION = "{version}"
const PREFIX = `allucanget:${BASE}:`
const SHELL = `${PREFIX}shell:${VERSION}`
const OWN = `${PREFIX}own`
const STATIC = `${BASE}/static/${VERSION}/`
const PAGE = `${BASE}/generate`

/** What every page needs, and the pages. */
const FILES = /** @type {string[]} */ (JSON.parse(`{files}`))

/** Answers that are worth having when there is no network; never the stream of news. */
const READABLE =
  /^\/api\/(models|usage|collections|library\/(index|items)|(threads|generations)(\/[\w-]+)?)$/
const THUMBNAIL = /^\/api\/media\/[\w-]+\/thumbnail$/
const MOST_OWN = 400 // answers and thumbnails

const worker = /** @type {any} */ (self)

worker.addEventListener("install", (/** @type {Extended} */ event) =>
  event.waitUntil(store().then(() => worker.skipWaiting())),
)

worker.addEventListener("activate", (/** @type {Extended} */ event) =>
  event.waitUntil(tidy().then(() => worker.clients.claim())),
)

worker.addEventListener("fetch", (/** @type {Fetching} */ event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== "GET" || url.origin !== worker.location.origin) return
  const path = url.pathname.slice(BASE.length)
  if (url.pathname.startsWith(`${BASE}/static/`)) event.respondWith(file(request))
  else if (request.mode === "navigate" && !path.startsWith("/api/")) event.respondWith(page(request))
  else if (READABLE.test(path) && !url.searchParams.has("wait")) event.respondWith(own(event))
  else if (THUMBNAIL.test(path)) event.respondWith(own(event))
})

worker.addEventListener("notificationclick", (/** @type {Clicked} */ event) => {
  event.notification.close()
  event.waitUntil(show(event.notification.data.url))
})

/** The shell, whole: half of one would break where nobody can mend it. */
async function store() {
  const shell = await caches.open(SHELL)
  await shell.addAll(FILES.map((name) => STATIC + name))
  const answer = await fetch(PAGE, { cache: "reload" })
  if (!answer.ok || answer.headers.get("X-App-Version") !== VERSION) throw new Error("not ours")
  await shell.put(PAGE, answer)
}

/** Keep the shell before this one too: a page that is still open may need more of its files. */
async function tidy() {
  const shells = (await caches.keys()).filter(
    (name) => name.startsWith(`${PREFIX}shell:`) && name !== SHELL,
  )
  await Promise.all(shells.slice(0, -1).map((name) => caches.delete(name)))
}

/**
 * A file never changes under its address.
 * @param {Request} request
 */
async function file(request) {
  const known = await caches.match(request)
  if (known) return known
  const answer = await fetch(request)
  if (answer.status === 200 && new URL(request.url).pathname.startsWith(STATIC)) {
    const shell = await caches.open(SHELL)
    await shell.put(request, answer.clone())
  }
  return answer
}

/**
 * The server's own page; without a server the last one that came with these files.
 * @param {Request} request
 */
async function page(request) {
  try {
    return await fetch(request)
  } catch (error) {
    const shell = await caches.open(SHELL)
    const known = await shell.match(PAGE)
    if (known) return known
    throw error
  }
}

/**
 * An answer to this person; without a server the last one.
 * @param {Fetching} event
 */
async function own(event) {
  const { request } = event
  try {
    const answer = await fetch(request)
    if (answer.status === 200 && answer.headers.get("Cache-Control") !== "no-store") {
      event.waitUntil(keep(request, answer.clone()))
    }
    return answer
  } catch (error) {
    const known = (await caches.has(OWN)) && (await (await caches.open(OWN)).match(request))
    if (known) return known
    throw error
  }
}

/**
 * Only while somebody is signed in: the page makes this store, and removes it at the sign-out.
 * @param {Request} request
 * @param {Response} answer
 */
async function keep(request, answer) {
  if (!(await caches.has(OWN))) return
  const store = await caches.open(OWN)
  await store.put(request, answer)
  const requests = await store.keys()
  await Promise.all(
    requests.slice(0, Math.max(0, requests.length - MOST_OWN)).map((each) => store.delete(each)),
  )
}

/** @param {string} url */
async function show(url) {
  /** @type {Tab[]} */
  const tabs = await worker.clients.matchAll({ type: "window" })
  const [tab] = tabs
  if (!tab) return worker.clients.openWindow(url)
  await tab.focus()
  return tab.navigate(url)
}
