/** Money as people type it. Pure. */

/** @import { Micros } from "./types.d.ts" */

const MICROS = 1_000_000

/** No amount is below nothing, so whoever is sent this refuses it. NaN would be sent as null. */
export const UNREADABLE = -1

/**
 * What was typed into a field of dollars, read digit by digit, since money is never a fraction.
 * After a comma stand at most two digits: three may be thousands.
 * @param {string | undefined} typed
 * @returns {Micros | null} null where nothing was typed; `UNREADABLE` where it means nothing
 */
export function microsOf(typed = "") {
  const text = typed.trim().replace(/^\$\s*/, "")
  if (text === "") return null
  const [all, whole = "", point, comma = ""] = /^(\d{1,7})(?:\.(\d{1,6})|,(\d{1,2}))?$/.exec(text) ?? []
  return all === undefined ? UNREADABLE : Number(whole + (point ?? comma).padEnd(6, "0"))
}

/**
 * For a field of dollars.
 * @param {Micros | null} micros
 */
export const dollarsOf = (micros) => (micros === null ? "" : String(micros / MICROS))
