/** What is said of a reply. Pure. */

/** @import { Generation } from "../lib/types.d.ts" */

import { texts } from "../lib/texts.js"

const words = texts.reply

/**
 * How it ended, in a sentence for those who did not watch it grow.
 * @param {Generation} generation
 */
export function finished({ state, text, error }) {
  const count = wordCount(text)
  if (state === "succeeded") return words.finished(count)
  if (state === "cancelled") return words.stoppedAfter(count)
  return error?.message ?? words.interrupted
}

/**
 * Why it is not whole, and empty when it is.
 * @param {Generation} generation
 */
export function shortfall({ state, error }) {
  if (state === "succeeded") return error?.code === "length" ? error.message : ""
  if (state === "cancelled") return words.stopped
  if (state === "unknown") return words.unknown
  return state === "interrupted" ? (error?.message ?? words.interrupted) : ""
}

/** @param {string} text */
export const wordCount = (text) => text.split(/\s+/).filter(Boolean).length
