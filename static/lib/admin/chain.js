/** Changing the order of a chain. Pure: each answers a new one. */

/**
 * @param {readonly string[]} chain
 * @param {number} at
 * @param {number} by -1 for up, 1 for down
 */
export function moved(chain, at, by) {
  const to = at + by
  if (to < 0 || to >= chain.length) return [...chain]
  const next = [...chain]
  next.splice(to, 0, ...next.splice(at, 1))
  return next
}

/**
 * @param {readonly string[]} chain
 * @param {number} at
 */
export const without = (chain, at) => chain.filter((_, index) => index !== at)
