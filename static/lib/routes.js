/** Addresses and patterns, without a browser. */

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
