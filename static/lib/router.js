/** Addresses to pages, over the History API. */

const STILL = 250 // milliseconds without scrolling until the place is remembered

/**
 * @typedef {(parameters: Record<string, string>, query: URLSearchParams, signal: AbortSignal) => Promise<void>} Show
 * @typedef {{ pattern: string, show: Show }} Route
 */

/**
 * Shows the page of the current address and aborts its signal when the person leaves.
 *
 * Says `leave` before it shows another page, and `query` (which can be prevented) when only the
 * part behind the `?` or the last, optional part of the path changed: a page that can follow
 * by itself prevents the whole page being built anew.
 */
export class Router extends EventTarget {
  #leaving = new AbortController()
  #current = ""

  /**
   * @param {string} base
   * @param {Route[]} routes
   */
  constructor(base, routes) {
    super()
    this.base = base
    this.routes = routes
  }

  /** Closes what lies over the page and has no address of its own, if anything: Back does that
   * first. */
  closeOverlay = () => false

  start() {
    history.scrollRestoration = "manual"
    addEventListener("popstate", () => this.#popped())
    document.addEventListener("click", (event) => this.#clicked(event))
    return this.#show()
  }

  /** The path of this page, without the base. */
  get path() {
    return location.pathname.slice(this.base.length) || "/"
  }

  /** Path and query, to come back to. */
  get address() {
    return this.path + location.search
  }

  /**
   * Go to an address of ours.
   * @param {string} address
   * @param {{ replace?: boolean }} [how] `replace` takes the place of this page in the history
   */
  go(address, { replace = false } = {}) {
    this.move(address, { replace })
    return this.#show()
  }

  /**
   * Change the address of the page that is shown, without showing it again.
   * @param {string} address
   * @param {{ replace?: boolean }} [how]
   */
  move(address, { replace = false } = {}) {
    history.replaceState({ ...history.state, scroll: scrollY }, "")
    const { depth = 0 } = history.state ?? {}
    const url = this.base + address
    if (replace) history.replaceState({ depth }, "", url)
    else history.pushState({ depth: depth + 1 }, "", url)
    this.#current = this.address
    this.dispatchEvent(new Event("moved"))
  }

  /**
   * Back to where the person came from; when they opened this address directly, the page that is
   * shown stays and is called `otherwise`.
   * @param {string} otherwise
   */
  back(otherwise) {
    if (history.state?.depth > 0) history.back()
    else this.move(otherwise, { replace: true })
  }

  #popped() {
    if (this.address === this.#current) return
    if (this.closeOverlay()) {
      // Where the person was is where they still are.
      const { depth = 0 } = history.state ?? {}
      return history.pushState({ depth: depth + 1 }, "", this.base + this.#current)
    }
    const stays = !this.dispatchEvent(new Event("query", { cancelable: true }))
    this.#current = this.address
    this.dispatchEvent(new Event("moved"))
    if (!stays) this.#show(history.state?.scroll ?? 0)
  }

  async #show(scroll = 0) {
    this.#leaving.abort()
    this.#leaving = new AbortController()
    this.#current = this.address
    const { signal } = this.#leaving
    this.dispatchEvent(new Event("leave"))
    for (const { pattern, show } of this.routes) {
      const parameters = match(pattern, this.path)
      if (!parameters) continue
      await show(parameters, new URLSearchParams(location.search), signal)
      if (!signal.aborted) scrollTo(0, scroll)
      return
    }
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    if (event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const link = event.target instanceof Element ? event.target.closest("a") : null
    if (!link || link.target || link.hasAttribute("download") || !this.#isPage(link)) return

    event.preventDefault()
    this.go(link.href.slice((location.origin + this.base).length))
  }

  /** @param {HTMLAnchorElement} link */
  #isPage(link) {
    if (link.getAttribute("href")?.startsWith("#") || link.origin !== location.origin) return false
    const path = link.pathname.slice(this.base.length)
    return link.pathname.startsWith(`${this.base}/`) && !/^\/(api|static|v1)\//.test(path)
  }
}

/**
 * The named parts of `path` as `pattern` names them, or null when it is another address.
 * `:name` is one part, `:name?` one that may be missing.
 *
 * @param {string} pattern such as "/generate/text/:thread?"
 * @param {string} path
 * @returns {Record<string, string> | null}
 */
export function match(pattern, path) {
  const wanted = parts(pattern)
  const given = parts(path)
  if (given.length > wanted.length) return null

  /** @type {Record<string, string>} */
  const named = {}
  for (const [index, want] of wanted.entries()) {
    const part = given[index]
    if (part === undefined && want.endsWith("?")) continue
    if (part === undefined) return null
    if (want.startsWith(":")) named[want.replace(/[:?]/g, "")] = decode(part)
    else if (want !== part) return null
  }
  return named
}

/**
 * Where to go after signing in: only ever an address of our own.
 * @param {string | null} next
 */
export function safeNext(next) {
  return next && /^\/(?![/\\])/.test(next) && !/[\\\n\r\t]/.test(next) ? next : "/generate"
}

/**
 * An address with a query; empty and missing values are left out.
 * @param {string} path
 * @param {Record<string, string | number | boolean | null | undefined>} values
 */
export function withQuery(path, values) {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && value !== undefined && value !== "") query.set(name, String(value))
  }
  const text = query.toString()
  return text ? `${path}?${text}` : path
}

/**
 * Where on the page one is, so that a reload finds the place again. The router remembers it when
 * one leaves; this does while one stays.
 * @param {AbortSignal} signal
 */
export function rememberScroll(signal) {
  let timer = 0
  const remember = () => history.replaceState({ ...history.state, scroll: scrollY }, "")
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(remember, STILL)
  }
  addEventListener("scroll", soon, { signal, passive: true })
  signal.addEventListener("abort", () => clearTimeout(timer))
}

/** @param {string} path */
const parts = (path) => path.split("/").filter(Boolean)

/** @param {string} part */
function decode(part) {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
