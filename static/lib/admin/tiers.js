/** A tier as the fields of a form, and back. Pure. */

/** @import { Kind } from "../types.d.ts" */
/** @import { Tier } from "./types.d.ts" */

/** @type {Kind[]} */
export const KINDS = ["text", "image", "video"]

/** What is told for each kind by itself, and what it is where nothing is told. */
const BY_KIND = /** @type {const} */ ([
  ["models", []],
  ["routes", []],
  ["jobs_at_once", null],
])

/**
 * With a field such as `models:image` for each kind.
 * @param {Tier} tier
 * @returns {Record<string, unknown>}
 */
export const flat = (tier) => ({
  budget_day_micros: tier.budget_day_micros,
  budget_month_micros: tier.budget_month_micros,
  confirm_above_micros: tier.confirm_above_micros,
  storage_bytes: tier.storage_bytes,
  requests_per_minute: tier.requests_per_minute,
  ...Object.fromEntries(
    BY_KIND.flatMap(([name, none]) =>
      KINDS.map((kind) => [`${name}:${kind}`, tier[name][kind] ?? none]),
    ),
  ),
})

/**
 * As the API takes it: kinds that are not named stay as they are.
 * @param {Record<string, unknown>} fields
 */
export function nested(fields) {
  /** @type {Record<string, unknown>} */
  const body = {}
  for (const [field, value] of Object.entries(fields)) {
    const [name = "", kind] = field.split(":")
    if (kind) body[name] = { .../** @type {object | undefined} */ (body[name]), [kind]: value }
    else body[name] = value
  }
  return body
}
