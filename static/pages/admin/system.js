/** How the installation is doing: program, disk, database, gateway, breakers, backups. */

/** @import { Context } from "../../lib/types.d.ts" */
/** @import { BackupList, Breaker, SharedKey, System } from "../../lib/admin/types.d.ts" */

import { backups } from "../../components/admin/backups.js"
import { adminPage, badge, facts, row, section } from "../../components/admin/parts.js"
import { wordButton } from "../../components/icon.js"
import { toast } from "../../components/news.js"
import { sentence } from "../../components/problem-block.js"
import { h } from "../../lib/dom.js"
import { dateTime, duration, money, number, relative, size } from "../../lib/format.js"
import { texts } from "../../lib/admin/texts.js"
import { texts as common } from "../../lib/texts.js"

const words = texts.system

/** @param {Context} context */
export async function page(context) {
  const { api, signal } = context
  /** @type {[System, BackupList]} */
  const [system, copies] = await Promise.all([
    api.get("/api/admin/system", { signal }),
    api.get("/api/admin/system/backups", { signal }),
  ])
  return adminPage(
    { title: words.title },
    section(texts.overview.glance, h("div", { class: "admin-tiles" }, tiles(system))),
    section(
      words.gateway,
      gateway(system),
      h(
        "div",
        { class: "button-row" },
        act(context, words.checkKey, "/api/admin/system/key/check"),
      ),
    ),
    section(
      words.breakers,
      h("ul", { class: "rows" }, system.breakers.map(breakerRow)),
      h(
        "div",
        { class: "button-row" },
        act(context, words.reset, "/api/admin/system/breakers/reset"),
      ),
    ),
    section(words.backups, backups(context, copies)),
  )
}

/** @param {System} system */
const tiles = ({ version, python, started_at, uptime_s, database, disk, runner, streams, now }) => [
  facts(words.program, [
    [words.version, version],
    ["Python", python],
    [words.started, dateTime(started_at)],
    [words.uptime, duration(uptime_s)],
  ]),
  facts(words.database, [
    [words.state, database.up ? words.fine : words.down],
    [words.size, size(database.bytes)],
    [words.waiting, number(database.waiting_writes)],
  ]),
  facts(words.disk, [
    [words.free, size(disk.free_bytes)],
    [words.media, size(disk.media_bytes)],
    [words.files, number(disk.media_files)],
  ]),
  facts(words.runner, [
    [words.beat, relative(runner.last_beat_at, new Date(now))],
    [words.queued, number(runner.queued)],
    [words.running, number(runner.running)],
    [words.streams, number(streams)],
  ]),
]

/** @param {System} system */
const gateway = ({ gateway: { address, demo, key } }) =>
  h(
    "ul",
    { class: "rows" },
    row({
      title: [
        h("span", {}, demo ? words.demo : address),
        key.ok ? badge(words.keyFine, "good") : badge(words.keyBad, "bad"),
        key.low && badge(words.keyLow, "warning"),
      ],
      facts: keyFacts(key),
      more: key.problem && h("p", { class: "field-error" }, key.problem),
    }),
  )

/** @param {SharedKey} key */
const keyFacts = ({ label, limit_micros, remaining_micros, used_micros, heard_at }) => [
  label && h("span", {}, label),
  remaining_micros !== null && h("span", {}, words.left(money(remaining_micros))),
  limit_micros !== null && h("span", {}, words.limit(money(limit_micros))),
  used_micros !== null && h("span", {}, words.used(money(used_micros))),
  heard_at && h("time", { datetime: heard_at }, words.heard(relative(heard_at))),
]

const TONES = /** @type {const} */ ({ closed: "good", open: "bad", "half-open": "warning" })

/** @param {Breaker} breaker */
const breakerRow = ({ kind, model, state, calls, failures, retry_at }) =>
  row({
    title: [h("span", {}, model ?? words.whole), badge(words.states[state], TONES[state])],
    facts: [
      kind && h("span", {}, common.kinds[kind]),
      h("span", {}, words.calls(number(calls), number(failures))),
      retry_at && h("time", { datetime: retry_at }, words.retry(relative(retry_at))),
    ],
  })

/**
 * @param {Context} context
 * @param {string} label
 * @param {string} path
 */
const act = ({ api, router }, label, path) =>
  wordButton(
    label,
    async () => {
      try {
        await api.post(path)
        toast(words.done)
        await router.go(router.address, { replace: true })
      } catch (error) {
        toast(sentence(error))
      }
    },
    { icon: "refresh" },
  )
