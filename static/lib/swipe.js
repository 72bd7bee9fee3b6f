/** What a moving finger means. Pure. */

const SLACK = 10 // pixels a finger may tremble
const FAR = 60 // pixels it must travel sideways

/**
 * @param {number} x travelled to the right
 * @param {number} y travelled down
 * @returns {"" | "other" | "sideways" | "left" | "right"} nothing yet, something else such as
 *   scrolling, not far enough yet, or a swipe
 */
export function meaning(x, y) {
  const [across, along] = [Math.abs(x), Math.abs(y)]
  if (Math.max(across, along) < SLACK) return ""
  if (across < 2 * along) return "other"
  if (across < FAR) return "sideways"
  return x < 0 ? "left" : "right"
}
