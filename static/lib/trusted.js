/** Scripts that may run beside the page: files of ours, and nothing else. */

/**
 * @typedef {object} Policies the browser's `trustedTypes`, where it has them
 * @property {(name: string, rules: { createScriptURL: (url: string) => string }) => { createScriptURL: (url: string) => string }} createPolicy
 */

const { trustedTypes } = /** @type {{ trustedTypes?: Policies }} */ (globalThis)

/** @param {string} url */
function own(url) {
  if (new URL(url, location.href).origin === location.origin) return url
  throw new TypeError(`not a script of ours: ${url}`)
}

const policy = trustedTypes?.createPolicy("allucanget", { createScriptURL: own })

/**
 * The address of a worker's script, as Trusted Types want it. Throws for another site's.
 * @param {string | URL} url
 */
export const scriptUrl = (url) =>
  /** @type {string} */ (policy ? policy.createScriptURL(String(url)) : own(String(url)))
