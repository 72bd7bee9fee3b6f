/** The door to our HTTP API: base path, JSON, one refresh of the sign-in, and what can go wrong. */

/**
 * @typedef {object} Options
 * @property {AbortSignal} [signal]
 * @property {Record<string, string>} [headers]
 */

const REFRESH = "/api/auth/refresh"

/** Asks that answer 401 for a reason of their own, not because the access cookie ran out. */
const SIGN_IN = new Set([REFRESH, "/api/auth/login", "/api/auth/register"])

/**
 * Requests to this site. An answer that is not 2xx is thrown as a `Problem`.
 *
 * Says `signedout` when the sign-in has ended, and `outdated` when the server is of another version
 * than this page.
 */
export class Api extends EventTarget {
  #refreshed = 0

  /**
   * @param {string} base The path prefix the site is served below, "" or "/studio".
   * @param {string} [version] of this page
   */
  constructor(base, version = "") {
    super()
    this.base = base
    this.version = version
  }

  /**
   * The address of something the API named by its path, such as a media file.
   * @param {string} path
   */
  url(path) {
    return this.base + path
  }

  /**
   * @template Value
   * @param {string} path
   * @param {Options} [options]
   * @returns {Promise<Value>}
   */
  get(path, options) {
    return this.#json("GET", path, undefined, options)
  }

  /**
   * @template Value
   * @param {string} path
   * @param {unknown} [body]
   * @param {Options} [options]
   * @returns {Promise<Value>}
   */
  post(path, body, options) {
    return this.#json("POST", path, body, options)
  }

  /**
   * @template Value
   * @param {string} path
   * @param {unknown} body
   * @param {Options} [options]
   * @returns {Promise<Value>}
   */
  patch(path, body, options) {
    return this.#json("PATCH", path, body, options)
  }

  /**
   * @param {string} path
   * @param {Options} [options]
   * @returns {Promise<void>}
   */
  delete(path, options) {
    return this.#json("DELETE", path, undefined, options)
  }

  /**
   * The raw answer, for bodies that are read while they come.
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @param {Options} [options]
   * @returns {Promise<Response>}
   */
  async request(method, path, body, options = {}) {
    const began = Date.now()
    const response = await this.#fetch(method, path, body, options)
    if (response.ok) return response
    if (response.status !== 401 || SIGN_IN.has(path)) throw await problemOf(response)

    await this.#refresh(began)
    const again = await this.#fetch(method, path, body, options)
    if (again.ok) return again
    throw await problemOf(again)
  }

  /**
   * @template Value
   * @param {string} method
   * @param {string} path
   * @param {unknown} body
   * @param {Options} [options]
   * @returns {Promise<Value>}
   */
  async #json(method, path, body, options) {
    const response = await this.request(method, path, body, options)
    return response.status === 204 ? /** @type {Value} */ (undefined) : response.json()
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} body
   * @param {Options} options
   * @returns {Promise<Response>}
   */
  async #fetch(method, path, body, { signal, headers = {} }) {
    const sent = new Headers({ Accept: "application/json", ...headers })
    if (body !== undefined) sent.set("Content-Type", "application/json")
    try {
      const answer = await fetch(this.url(path), {
        method,
        headers: sent,
        body: body === undefined ? null : JSON.stringify(body),
        signal: signal ?? null,
      })
      this.#checkVersion(answer)
      return answer
    } catch (error) {
      signal?.throwIfAborted()
      throw new Problem(0, { code: "offline", detail: String(error) })
    }
  }

  /** @param {Response} answer */
  #checkVersion({ headers }) {
    const theirs = headers.get("X-App-Version") ?? this.version
    if (this.version && theirs !== this.version) this.dispatchEvent(new Event("outdated"))
  }

  /**
   * Renew the sign-in once for all tabs: who waited for the lock finds it already renewed.
   * @param {number} since When the refused request was sent.
   */
  async #refresh(since) {
    const renew = async () => {
      if (this.#lastRefresh() > since) return
      await this.#fetch("POST", REFRESH, undefined, {}).then(async (response) => {
        if (!response.ok) throw await problemOf(response)
      })
      this.#refreshed = Date.now()
      rememberRefresh(this.#refreshed)
    }
    try {
      await (navigator.locks ? navigator.locks.request("allucanget:refresh", renew) : renew())
    } catch (problem) {
      if (problem instanceof Problem && problem.status === 401) {
        this.dispatchEvent(new Event("signedout"))
      }
      throw problem
    }
  }

  #lastRefresh() {
    return Math.max(this.#refreshed, recalledRefresh())
  }
}

const REFRESHED = "allucanget:refreshed"

/** @param {number} moment */
function rememberRefresh(moment) {
  try {
    localStorage.setItem(REFRESHED, String(moment))
  } catch {
    return
  }
}

function recalledRefresh() {
  try {
    return Number(localStorage.getItem(REFRESHED) ?? 0)
  } catch {
    return 0
  }
}

/**
 * The problem document of a refused request (RFC 9457), or our own for one that never arrived.
 * `status` is 0 when there was no answer at all.
 */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {{ code?: string, title?: string, detail?: string, [member: string]: unknown }} document
   */
  constructor(status, document) {
    super(document.detail || document.title || `HTTP ${status}`)
    this.name = "Problem"
    this.status = status
    this.code = document.code ?? `http-${status}`
    this.document = document
  }

  /** Sentences for single fields of the form, by field name. */
  get fields() {
    const { errors, field } = this.document
    if (typeof field === "string") return new Map([[field, this.message]])
    const all = /** @type {{ field: string, message: string }[]} */ (errors ?? [])
    return new Map(all.map((each) => [each.field, each.message]))
  }

  /** No answer came: the person is offline, or the server is away. */
  get isOffline() {
    return this.status === 0
  }

  /** Seconds to wait before asking again, when the server said so. */
  get retryAfter() {
    return Number(this.document["retry_after"] ?? 0)
  }
}

/**
 * @param {Response} response
 * @returns {Promise<Problem>}
 */
async function problemOf(response) {
  const type = response.headers.get("Content-Type") ?? ""
  const document = type.includes("json") ? await response.json().catch(() => ({})) : {}
  const wait = response.headers.get("Retry-After")
  const request_id = response.headers.get("X-Request-Id") ?? ""
  const known = wait ? { request_id, retry_after: Number(wait) } : { request_id }
  return new Problem(response.status, { ...known, ...document })
}

/** Whether an error only says that the person left the page. */
export const isAbort = (/** @type {unknown} */ error) =>
  error instanceof DOMException && error.name === "AbortError"
