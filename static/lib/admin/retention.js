/** Rules about how long things are kept, between a form and the server. Pure. */

/** @import { Preview, RetentionRule } from "./types.d.ts" */

/**
 * The rules out of fields named `retention.0.kind` and so on, with their parts in the server's
 * order, so that those which nobody touched are the same as before.
 * @param {Record<string, unknown>} values
 */
export function rulesOf(values) {
  const rules = []
  for (let at = 0; `retention.${at}.kind` in values; at += 1) {
    const part = (/** @type {string} */ name) => values[`retention.${at}.${name}`]
    rules.push(
      /** @type {RetentionRule} */ ({
        kind: part("kind"),
        days: part("days"),
        tier: part("tier") || null,
        delete: part("delete") === "true",
      }),
    )
  }
  return rules
}

/**
 * How much goes altogether, and how many things of it at once for good.
 * @param {Preview["items"]} items
 */
export const sumsOf = (items) =>
  items.reduce(
    ({ generations, bytes, forGood }, item) => ({
      generations: generations + item.generations,
      bytes: bytes + item.bytes,
      forGood: forGood + (item.delete ? item.generations : 0),
    }),
    { generations: 0, bytes: 0, forGood: 0 },
  )
