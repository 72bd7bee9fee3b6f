/** What went wrong with a request, in the shape the whole page shows errors in. */

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
    const errors = /** @type {{ field: string, message: string }[]} */ (this.document["errors"])
    return new Map((errors ?? []).map(({ field, message }) => [field, message]))
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
export async function problemOf(response) {
  const type = response.headers.get("Content-Type") ?? ""
  const document = type.includes("json") ? await response.json().catch(() => ({})) : {}
  const wait = response.headers.get("Retry-After")
  return new Problem(response.status, wait ? { retry_after: Number(wait), ...document } : document)
}

/** Whether an error only says that the person left the page. */
export const isAbort = (/** @type {unknown} */ error) =>
  error instanceof DOMException && error.name === "AbortError"
