/** One person's time in the app: what surrounds every page, and how pages come and go. */

/** @import { Context, Site, User } from "../lib/types.d.ts" */
/** @import { PageFunction } from "../app.js" */
/** @import { Api } from "../lib/api.js" */

import { Live } from "../lib/live.js"
import { Router } from "../lib/router.js"
import { isAbort } from "../lib/problem.js"
import { withQuery } from "../lib/routes.js"
import { Storage } from "../lib/storage.js"
import { h } from "../lib/dom.js"
import { texts } from "../texts/en.js"
import { createShell } from "./shell.js"

const NOBODY = /** @type {User} */ ({ id: "", email: "", name: "", role: "user", state: "active", tier: "" })

/** @typedef {[string, () => Promise<{ page: PageFunction }>][]} Pages */

/**
 * @param {object} start
 * @param {Api} start.api
 * @param {Site} start.site
 * @param {User | null} start.user
 * @param {Pages} start.outside
 * @param {Pages} start.inside
 * @param {[string, string][]} start.onward
 */
export function startSession({ api, site, user, outside, inside, onward }) {
  const over = new AbortController()
  const router = new Router(api.base, [])
  const common = {
    api,
    router,
    site,
    user: user ?? NOBODY,
    live: new Live(api, user?.id ?? ""),
    storage: new Storage(user?.id),
  }
  const isIn = user?.state === "active"
  if (isIn) common.live.start(over.signal)
  const shell = createShell(common, isIn)
  document.getElementById("app")?.replaceChildren(shell.element)

  const waiting = () => import("../pages/pending.js")
  const shown = user && !isIn ? inside.map(([pattern]) => page(pattern, waiting)) : inside.map((p) => page(...p))
  router.routes = [
    ...onward.map(([pattern, address]) => ({ pattern, show: () => router.go(address, { replace: true }) })),
    ...outside.map((p) => page(...p)),
    ...(user ? shown : inside.map(([pattern]) => ({ pattern, show: signIn }))),
    page("/:a?/:b?/:c?/:d?", () => import("../pages/not-found.js")),
  ]
  api.addEventListener("signedout", () => isIn && signIn())
  router.start()

  /**
   * @param {string} pattern
   * @param {() => Promise<{ page: PageFunction }>} load
   */
  function page(pattern, load) {
    return {
      pattern,
      /** @type {import("../lib/router.js").Show} */
      show: (params, query, signal) => showPage(shell, load, { ...common, params, query, signal }),
    }
  }

  async function signIn() {
    over.abort()
    const next = router.address === "/generate/text" ? null : router.address
    location.replace(api.url(withQuery("/login", { next })))
  }
}

/**
 * @param {{ outlet: HTMLElement }} shell
 * @param {() => Promise<{ page: PageFunction }>} load
 * @param {Context} context
 */
async function showPage({ outlet }, load, context) {
  const { signal } = context
  const busy = setTimeout(() => outlet.setAttribute("aria-busy", "true"), 150)
  try {
    const { page } = await load()
    const element = await page(context)
    if (signal.aborted) return
    enter(outlet, element, context)
  } catch (error) {
    if (signal.aborted || isAbort(error)) return
    const { page } = await import("../pages/broken.js")
    enter(outlet, page(context, error), context)
  } finally {
    clearTimeout(busy)
    if (!signal.aborted) outlet.removeAttribute("aria-busy")
  }
}

let isFirst = true

/**
 * Put a page in its place, name the document after it, and bring the focus to its heading.
 * @param {HTMLElement} outlet
 * @param {HTMLElement} element
 * @param {Context} context
 */
function enter(outlet, element, { site }) {
  outlet.replaceChildren(element)
  const heading = element.querySelector("h1") ?? element.appendChild(h("h1", {}, texts.brand))
  heading.tabIndex = -1
  document.title = `${heading.textContent} · ${site.name}`
  const target = element.querySelector("[autofocus]") ?? (isFirst ? null : heading)
  if (target instanceof HTMLElement) target.focus({ preventScroll: true })
  isFirst = false
}
