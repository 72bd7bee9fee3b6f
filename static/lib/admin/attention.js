/** What administrators should look at, from what the system tells. Pure. */

/** @import { BackupList, Note, System, Texts } from "./types.d.ts" */

const SETTLED = 3600 // seconds after which a server that was started has done what was due
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
 * @param {BackupList} backups
 * @param {Date} now
 * @returns {Matter[]}
 */
export function attention(system, notes, backups, now) {
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
    {
      level: "warning",
      name: "backup",
      count: Number(isOverdue(system, backups, now)),
      href: "/admin/system",
    },
    {
      level: "warning",
      name: "pending",
      count: users["pending"] ?? 0,
      href: "/admin/users?state=pending",
    },
    { level: "warning", name: "unknown", count: runner.unknown, href: "/admin/unknown" },
    {
      level: "news",
      name: "vanished",
      count: changed("vanished"),
      href: "/admin/models?notes=vanished",
    },
    { level: "news", name: "price", count: changed("price"), href: "/admin/models?notes=price" },
  ]
  const order = ["bad", "warning", "news"]
  return [...said, ...counted.filter(({ count }) => count)].toSorted(
    (one, other) => order.indexOf(one.level) - order.indexOf(other.level),
  )
}

/**
 * After a start the first one may be late for a while: the server may have been off for days.
 * @param {System} system
 * @param {BackupList} backups the newest first
 * @param {Date} now
 */
function isOverdue({ uptime_s }, { items: [newest], every_s }, now) {
  if (every_s === 0 || uptime_s < SETTLED) return false
  return !newest || now.getTime() - Date.parse(newest.made_at) > 2000 * every_s
}
