/** What belongs to one person: jobs, API keys, and the devices they are signed in on. */

/** @import { Context, Page } from "../../lib/types.d.ts" */
/** @import { Device, Job, Person } from "../../lib/admin/types.d.ts" */
/** @import { ApiKey } from "../../lib/account/types.d.ts" */

import { texts as own } from "../../lib/account/texts.js"
import { isAbort } from "../../lib/api.js"
import { fill, h } from "../../lib/dom.js"
import { dateTime, money, relative } from "../../lib/format.js"
import { texts } from "../../lib/admin/texts.js"
import { texts as common } from "../../lib/texts.js"
import { deviceOf } from "../account/sessions.js"
import { confirm } from "../dialog.js"
import { wordButton } from "../icon.js"
import { toast } from "../news.js"
import { requestProblem, sentence } from "../problem-block.js"
import { PagedList } from "./paged-list.js"
import { badge, named, row } from "./parts.js"
import { nameOf } from "./person-row.js"

const words = texts.person

/**
 * @param {Context} context
 * @param {string} path of the person
 */
export function jobs(context, path) {
  /** @type {PagedList<Job>} */
  const list = new PagedList(context, {
    path: `${path}/jobs`,
    query: { limit: 10 },
    row: jobRow,
    none: words.noJobs,
  })
  list.show()
  return list.element
}

const TONES = /** @type {const} */ ({ failed: "bad", unknown: "warning", interrupted: "warning" })

/** @param {Job} job */
const jobRow = ({ kind, state, model, cost_micros: cost, held_micros: held, created_at }) =>
  row(
    {
      title: [
        h("span", {}, common.kinds[kind]),
        badge(words.states[state], TONES[/** @type {"failed"} */ (state)] ?? ""),
      ],
      facts: [
        h("code", {}, model),
        h("time", { datetime: created_at }, dateTime(created_at)),
        held > 0 && h("span", {}, words.onHold(money(held))),
      ],
    },
    h("p", { class: "row-sum" }, cost === null ? "–" : money(cost)),
  )

/**
 * @param {Context} context
 * @param {string} path
 */
export const keys = (context, path) =>
  whole(context, `${path}/keys`, words.noKeys, (/** @type {ApiKey} */ key, reload) =>
    row(
      {
        title: h("span", {}, key.name),
        facts: [
          h("code", {}, `${key.prefix}…`),
          h("span", {}, key.scopes.join(", ")),
          h(
            "span",
            {},
            key.last_used_at ? words.usedAt(relative(key.last_used_at)) : words.neverUsed,
          ),
          h("span", {}, words.spent(money(key.spent_micros))),
        ],
      },
      named(
        wordButton(words.revokeKey, () => revoke(context, path, key).then(reload)),
        words.revokeOf(key.name),
      ),
    ),
  )

/**
 * @param {Context} context
 * @param {string} path
 * @param {ApiKey} key
 */
async function revoke(context, path, { id, name }) {
  const ask = { title: words.revokeTitle(name), text: words.revokeText, yes: words.revokeKey }
  if (await confirm({ ...ask, danger: true }))
    await end(context, `${path}/keys/${id}`, words.revoked)
}

/**
 * @param {Context} context
 * @param {string} path
 * @param {Person} person
 */
export function devices(context, path, person) {
  const list = whole(context, `${path}/sessions`, words.noDevices, deviceRow)
  const all = wordButton(
    words.endAll,
    async () => {
      const isMe = person.id === context.user.id
      const text = isMe ? words.endMine : words.endText
      const yes = await confirm({
        title: words.endTitle(nameOf(person)),
        text,
        yes: words.endAll,
        danger: true,
      })
      if (!yes) return
      await end(context, `${path}/sessions`, words.ended)
      context.router.go(context.router.address, { replace: true })
    },
    { icon: "signOut" },
  )
  return h("div", { class: "admin-list" }, list, h("div", { class: "button-row" }, all))
}

/** @param {Device} device */
const deviceRow = ({ user_agent, address, created_at, last_seen_at }) =>
  row({
    title: h("span", {}, deviceOf(user_agent)),
    facts: [
      h("span", {}, address),
      h("time", { datetime: created_at }, own.account.since(dateTime(created_at))),
      h("time", { datetime: last_seen_at }, own.account.lastSeen(relative(last_seen_at))),
    ],
  })

/**
 * A list that comes in one piece, beside the rest of the page.
 * @template Item
 * @param {Context} context
 * @param {string} path
 * @param {string} none
 * @param {(item: Item, reload: () => void) => HTMLElement} rowOf
 */
function whole({ api, signal }, path, none, rowOf) {
  const place = h("div", { class: "admin-list" })
  async function load() {
    try {
      /** @type {Page<Item>} */
      const { items } = await api.get(path, { signal })
      const rows = items.map((item) => rowOf(item, load))
      fill(
        place,
        rows.length > 0 ? h("ul", { class: "rows" }, rows) : h("p", { class: "admin-none" }, none),
      )
    } catch (error) {
      if (!isAbort(error))
        fill(place, requestProblem(error, [wordButton(common.common.retry, load)]))
    }
  }
  load()
  return place
}

/**
 * @param {Context} context
 * @param {string} path
 * @param {string} done
 */
const end = ({ api }, path, done) =>
  api.delete(path).then(
    () => toast(done),
    (error) => toast(sentence(error)),
  )
