/** What the money was for, in words. */

/** @import { CostOf } from "../../lib/admin/types.d.ts" */
/** @import { By } from "../../lib/admin/costs.js" */

import { texts } from "../../lib/admin/texts.js"
import { texts as common } from "../../lib/texts.js"

const words = texts.costs

/**
 * @param {CostOf} of
 * @param {By} by
 */
export function nameOf({ person, tier, model, kind, key }, by) {
  if (by === "person") return (person?.name || person?.email) ?? words.gone
  if (by === "tier") return tier || words.gone
  if (by === "kind") return kind ? common.kinds[kind] : ""
  if (by === "model") return model ?? ""
  if (!key?.id) return words.noKey
  if (key.name === null || key.owner === null) return words.goneKey
  const name = words.keyOf(key.name, key.owner)
  return key.revoked ? `${name} (${words.revoked})` : name
}

/**
 * By which one looks into it; null where there is nothing to be named.
 * @param {CostOf} of
 * @param {By} by
 */
export const valueOf = ({ person, tier, model, kind, key }, by) =>
  ({ person: person?.id, tier, model, kind, key: key?.id })[by] || null
