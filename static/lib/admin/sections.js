/**
 * The pages below /admin, in the order of their navigation. The module of each is named after it:
 * `pages/admin/<name>.js`, with a `page` like that of every other page.
 */

/** @typedef {typeof GROUPS[number]["sections"][number]} Section */

export const GROUPS = /** @type {const} */ ([
  { name: "house", sections: ["overview", "settings", "system", "audit"] },
  { name: "people", sections: ["users", "tiers"] },
  { name: "making", sections: ["models", "routes"] },
  { name: "money", sections: ["usage", "ledger", "unknown"] },
])

/** Those with an address for each thing in them, as in /admin/users/{id}. */
const WITH_ITEMS = new Set(["users", "tiers"])

/**
 * The section an address names; null when there is none.
 * @param {Record<string, string>} parts of the address
 * @returns {Section | null}
 */
export function sectionOf({ section = "overview", item }) {
  const known = GROUPS.flatMap((group) => /** @type {readonly string[]} */ (group.sections))
  if (!known.includes(section) || (item && !WITH_ITEMS.has(section))) return null
  return /** @type {Section} */ (section)
}

/** @param {Section} section */
export const addressOf = (section) => (section === "overview" ? "/admin" : `/admin/${section}`)
