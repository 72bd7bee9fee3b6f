/** Addresses to pages, and one person's time among them. */

/** @import { Context, Site, User } from "./lib/types.d.ts" */
/** @import { Show } from "./lib/router.js" */

import { createShell } from "./components/shell.js"
import { Api, isAbort, Problem } from "./lib/api.js"
import { h } from "./lib/dom.js"
import { locale } from "./lib/language.js"
import { farewell, Live } from "./lib/live.js"
import { match, Router, withQuery } from "./lib/router.js"
import { look, Storage } from "./lib/storage.js"
import { layOut, nextTask } from "./lib/tasks.js"
import { nameDocument } from "./lib/title.js"
import { scriptUrl } from "./lib/trusted.js"

/** @typedef {(context: Context) => HTMLElement | Promise<HTMLElement>} PageFunction */
/** @typedef {() => Promise<{ page: PageFunction }>} Load */

/** Pages for everybody. @type {[string, Load][]} */
const OUTSIDE = [
  ["/login", () => import("./pages/login.js")],
  ["/register", () => import("./pages/register.js")],
]

/** Pages for people who are signed in. @type {[string, Load][]} */
const INSIDE = [
  ["/generate/text/:thread?", () => import("./pages/text.js")],
  ["/generate/image", () => import("./pages/image.js")],
  ["/generate/video", () => import("./pages/video.js")],
  ["/library/:item?", () => import("./pages/library.js")],
  ["/jobs", () => import("./pages/jobs.js")],
  ["/usage", () => import("./pages/usage.js")],
  ["/account", () => import("./pages/account.js")],
  ["/admin/:section?/:item?", () => import("./pages/admin.js")],
]

/** Addresses that only lead on. @type {[string, string][]} */
const ONWARD = [
  ["/", "/generate/text"],
  ["/generate", "/generate/text"],
]

/** Milliseconds after which what is nice to have may come without being in the way. */
const AFTER_THE_PAGE = 2000

const ANYTHING = "/:a?/:b?/:c?/:d?/:e?/:f?/:g?/:h?"
const NOBODY = /** @type {User} */ ({
  id: "",
  email: "",
  name: "",
  role: "user",
  state: "active",
  tier: "",
})

const { base = "", version } = document.documentElement.dataset
const api = new Api(base, version)

/** Fetch the page's modules while the server still looks up who is asking. */
function foresee() {
  const path = location.pathname.slice(api.base.length)
  const [, address = path] = ONWARD.find(([pattern]) => match(pattern, path)) ?? []
  const [, load] = [...OUTSIDE, ...INSIDE].find(([pattern]) => match(pattern, address)) ?? []
  load?.().catch(() => {})
}

/** So that nobody waits when the first price or date is told. */
function learnTheLanguage() {
  const url = new URL("./workers/languages.js", import.meta.url)
  new Worker(scriptUrl(url), { type: "module", name: locale })
}

/** @returns {Promise<User | null>} */
const whoIsAsking = () =>
  api.get("/api/auth/me").catch((error) => {
    if (error instanceof Problem && error.status === 401) return null
    throw error
  })

/**
 * What surrounds the pages, and which of them this person may see.
 * @param {Site} site
 * @param {User | null} user
 */
function start(site, user) {
  look.set("accent", site.accent)
  const over = new AbortController()
  const router = new Router(api.base, [])
  const live = new Live(api, user?.id ?? "")
  const common = { api, router, site, live, user: user ?? NOBODY, storage: new Storage(user?.id) }
  const isIn = user?.state === "active"
  const { element, outlet, complete } = createShell(common, isIn)
  document.getElementById("app")?.replaceChildren(element)
  layOut(element, element.querySelectorAll(".rail > *"))

  /** @param {Load} load @returns {Show} */
  const shows = (load) => (params, query, signal) =>
    showPage(outlet, load, { ...common, params, query, signal })
  const inside = isIn
    ? shows
    : user
      ? () => shows(() => import("./pages/pending.js"))
      : () => signIn
  async function signIn() {
    over.abort()
    const next = match("/generate/text", router.path) ? null : router.address
    location.replace(api.url(withQuery("/login", { next })))
  }
  async function leave() {
    const { forget } = await import("./lib/offline.js")
    await forget(base).finally(signIn)
  }

  router.routes = [
    ...ONWARD.map(([pattern, address]) => ({
      pattern,
      show: () => router.go(address, { replace: true }),
    })),
    ...OUTSIDE.map(([pattern, load]) => ({ pattern, show: shows(load) })),
    ...INSIDE.map(([pattern, load]) => ({ pattern, show: inside(load) })),
    { pattern: ANYTHING, show: shows(() => import("./pages/not-found.js")) },
  ]
  if (isIn) {
    document.documentElement.dataset["role"] = user.role
    live.start(over.signal)
    farewell(base).addEventListener("message", leave)
    keepSignedIn(common, leave)
    completeSoon(complete)
  }
  router.start()
}

/**
 * Now and then until it could be fetched: the server may be away just then.
 * @param {() => Promise<void>} complete
 */
function completeSoon(complete) {
  setTimeout(() => complete().catch(() => completeSoon(complete)), AFTER_THE_PAGE)
}

/**
 * Ask for the password, once at a time, when the sign-in has ended under the person's hands.
 * @param {import("./components/shell.js").Common} common
 * @param {() => void} leave
 */
function keepSignedIn(common, leave) {
  let isAsking = false
  api.addEventListener("leaving", () => (isAsking = true))
  api.addEventListener("staying", () => (isAsking = false))
  api.addEventListener("signedout", async () => {
    if (isAsking) return
    isAsking = true
    const { signInAgain } = await import("./components/sign-in-again.js")
    await signInAgain(common, leave)
    isAsking = false
    common.live.dispatchEvent(new Event("resync"))
  })
}

/** Who is here, and where: from the server, or while there is none as it was the last time. */
async function find() {
  try {
    /** @type {[Site, User | null]} */
    const [site, user] = await Promise.all([api.get("/api/site"), whoIsAsking()])
    return { site, user }
  } catch (error) {
    if (!(error instanceof Problem && error.isOffline)) throw error
    const { recall } = await import("./lib/offline.js")
    const last = recall()
    if (!last) throw error
    return last
  }
}

/**
 * @param {HTMLElement} outlet
 * @param {Load} load
 * @param {Context} context
 */
async function showPage(outlet, load, context) {
  const { signal } = context
  const busy = setTimeout(() => outlet.setAttribute("aria-busy", "true"), 150)
  try {
    const { page } = await load()
    // After what surrounds it: both at once take a slow phone too long.
    if (isFirst) await nextTask()
    const element = await page(context)
    if (!signal.aborted) enter(outlet, element, context.site)
  } catch (error) {
    if (signal.aborted || isAbort(error)) return
    const { page } = await import("./pages/broken.js")
    enter(outlet, page(context, error), context.site)
  } finally {
    clearTimeout(busy)
    if (!signal.aborted) outlet.removeAttribute("aria-busy")
  }
}

/** What of a page may come a few tasks later. Not where one writes: it may be typed into at once. */
const PARTS = ":scope > :not(:has(.composer)), .composer-bar"

let isFirst = true

/**
 * Put a page in its place, name the document after it, and bring the focus to its heading.
 * @param {HTMLElement} outlet
 * @param {HTMLElement} element
 * @param {Site} site
 */
function enter(outlet, element, site) {
  outlet.replaceChildren(element)
  document.body.toggleAttribute("data-writes", element.querySelector(".composer") !== null)
  const heading = element.querySelector("h1") ?? element.appendChild(h("h1", {}, site.name))
  heading.tabIndex = -1
  nameDocument(heading.textContent, site.name)
  if (isFirst && element.querySelector(".composer")) layOut(element, element.querySelectorAll(PARTS))
  const target = element.querySelector("[autofocus]") ?? (isFirst ? null : heading)
  if (target instanceof HTMLElement) target.focus({ preventScroll: true })
  isFirst = false
}

foresee()
learnTheLanguage()
try {
  const { site, user } = await find()
  start(site, user)
} catch (error) {
  const { unreachable } = await import("./pages/broken.js")
  document.getElementById("app")?.replaceChildren(unreachable(error))
}
