/** Money as people type it. Pure. */

/** @import { Micros } from "./types.d.ts" */

const MICROS = 1_000_000

/**
 * What was typed into a field of dollars; null where nothing was.
 * @param {string | undefined} typed
 * @returns {Micros | null}
 */
export const microsOf = (typed = "") => (typed.trim() === "" ? null : Math.round(Number(typed) * MICROS))

/**
 * For a field of dollars.
 * @param {Micros | null} micros
 */
export const dollarsOf = (micros) => (micros === null ? "" : String(micros / MICROS))
