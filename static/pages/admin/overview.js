/** What needs an administrator, and how everything is doing, at a glance. */

/** @import { Context } from "../../lib/types.d.ts" */
/** @import { BackupList, Note, System } from "../../lib/admin/types.d.ts" */
/** @import { Matter } from "../../lib/admin/attention.js" */

import { adminPage, facts } from "../../components/admin/parts.js"
import { icon } from "../../components/icon.js"
import { attention } from "../../lib/admin/attention.js"
import { texts } from "../../lib/admin/texts.js"
import { h } from "../../lib/dom.js"
import { duration, money, number, relative, size } from "../../lib/format.js"

const words = texts.overview

/** @param {Context} context */
export async function page({ api, signal }) {
  /** @type {[System, { notes: Note[] }, BackupList]} */
  const [system, { notes }, backups] = await Promise.all([
    api.get("/api/admin/system", { signal }),
    api.get("/api/admin/models", { signal }),
    api.get("/api/admin/system/backups", { signal }),
  ])
  const matters = attention(system, notes, backups, new Date(system.now))
  return adminPage(
    { title: words.title },
    h(
      "section",
      { class: "admin-section" },
      h("h2", { class: "section-title" }, words.needs),
      matters.length > 0
        ? h(
            "ul",
            { class: "rows" },
            matters.map((each) => row(each, api.url(each.href))),
          )
        : allWell(),
    ),
    h(
      "section",
      { class: "admin-section" },
      h("h2", { class: "section-title" }, words.glance),
      h("div", { class: "admin-tiles" }, tiles(system, backups)),
    ),
  )
}

const ICONS = /** @type {const} */ ({ bad: "ban", warning: "alert", news: "info" })

/**
 * @param {Matter} matter
 * @param {string} href
 */
const row = ({ level, said, name, count = 0 }, href) =>
  h(
    "li",
    { class: "row matter", "data-level": level },
    icon(ICONS[level]),
    h(
      "p",
      { class: "row-words" },
      h("span", { class: "visually-hidden" }, `${words.levels[level]}: `),
      name ? words.matters[name](count) : said,
    ),
    h(
      "a",
      {
        class: "button",
        href,
        "aria-label": words.lookAt(said ?? words.matters[name ?? "pending"](count)),
      },
      words.look,
    ),
  )

const allWell = () =>
  h("p", { class: "row matter", "data-level": "well" }, icon("check"), words.well)

/**
 * @param {System} system
 * @param {BackupList} backups
 */
function tiles(
  { users, runner, streams, money: sums, disk, database, catalogue, ...system },
  { items: [newest] },
) {
  const models = Object.values(catalogue.models).reduce((sum, count) => sum + count, 0)
  return [
    facts(words.people, [
      [words.active, number(users.active ?? 0)],
      [words.pending, number(users.pending ?? 0)],
      [words.disabled, number(users.disabled ?? 0)],
    ]),
    facts(words.work, [
      [words.streams, number(streams)],
      [words.running, number(runner.running)],
      [words.queued, number(runner.queued)],
    ]),
    facts(words.money, [
      [words.spent, money(sums.spent_micros)],
      [words.held, money(sums.held_micros)],
    ]),
    facts(words.storage, [
      [words.free, size(disk.free_bytes)],
      [words.files, size(disk.media_bytes)],
      [words.database, size(database.bytes)],
    ]),
    facts(words.models, [
      [words.offered, number(models)],
      [words.asked, catalogue.refreshed_at ? relative(catalogue.refreshed_at) : words.never],
    ]),
    facts(words.program, [
      [words.version, system.version],
      [words.uptime, duration(system.uptime_s)],
      [words.backup, newest ? relative(newest.made_at) : words.never],
    ]),
  ]
}
