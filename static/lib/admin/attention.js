/** What administrators should look at, from what the system tells. Pure. */

/** @import { Note, System, Texts } from "./types.d.ts" */

const NEWS = 7 * 86_400_000 // milliseconds for which a change of the catalogue is news

/** Where to go for each of the server's alerts. @type {Record<string, string>} */
const PLACES = {
  "no-catalogue": "/admin/models",
  "old-catalogue": "/admin/models",
  "route-model-missing": "/admin/routes",
}

/** Those that stop people from making anything. */
const BAD = new Set(["runner-stands-still", "disk-nearly-full", "key-refused", "no-catalogue"])

/**
 * @typedef {object} Matter
 * @property {"bad" | "warning" | "news"} level
 * @property {string} [said] in the server's words
 * @property {keyof Texts["overview"]["matters"]} [name] of our words for it
 * @property {number} [count]
 * @property {string} href
 */

/**
 * The worst first.
 * @param {System} system
 * @param {Note[]} notes
 * @param {Date} now
 * @returns {Matter[]}
 */
export function attention(system, notes, now) {
  const { alerts, users, runner } = system
  const said = alerts.map(
    ({ code, detail }) =>
      /** @type {Matter} */ ({
        level: BAD.has(code) ? "bad" : "warning",
        said: detail,
        href: PLACES[code] ?? "/admin/system",
      }),
  )
  const recent = notes.filter(({ noted_at }) => now.getTime() - Date.parse(noted_at) < NEWS)
  const changed = (/** @type {Note["what"]} */ what) =>
    recent.filter((note) => note.what === what).length
  /** @type {Matter[]} */
  const counted = [
    { level: "warning", name: "pending", count: users["pending"] ?? 0, href: "/admin/users?state=pending" },
    { level: "warning", name: "unknown", count: runner.unknown, href: "/admin/unknown" },
    { level: "news", name: "vanished", count: changed("vanished"), href: "/admin/models?notes=vanished" },
    { level: "news", name: "price", count: changed("price"), href: "/admin/models?notes=price" },
  ]
  const order = ["bad", "warning", "news"]
  return [...said, ...counted.filter(({ count }) => count)].toSorted(
    (one, other) => order.indexOf(one.level) - order.indexOf(other.level),
  )
}
