/** Looking closer: how large a picture is drawn and how far it is moved from the middle. Pure. */

/** @typedef {{ scale: number, x: number, y: number }} View */
/** @typedef {{ x: number, y: number }} Point from the middle, in pixels */

/** The whole picture. @type {View} */
export const FIT = { scale: 1, x: 0, y: 0 }

const CLOSEST = 12

/**
 * So many times larger, while what lies under a point stays there.
 * @param {View} view
 * @param {number} by
 * @param {Point} [at]
 * @returns {View}
 */
export function zoomed({ scale, x, y }, by, at = { x: 0, y: 0 }) {
  const next = Math.min(CLOSEST, Math.max(1, scale * by))
  if (next === 1) return FIT
  const grown = next / scale
  return { scale: next, x: at.x - (at.x - x) * grown, y: at.y - (at.y - y) * grown }
}

/**
 * Moved about, but never so far that the middle of the window sees beyond its edge.
 * @param {View} view
 * @param {number} x
 * @param {number} y
 * @param {{ width: number, height: number }} size of the whole picture on the screen
 * @returns {View}
 */
export function moved(view, x, y, { width, height }) {
  const within = (/** @type {number} */ value, /** @type {number} */ size) => {
    const most = (size * view.scale) / 2
    return Math.min(most, Math.max(-most, value))
  }
  return { ...view, x: within(view.x + x, width), y: within(view.y + y, height) }
}
