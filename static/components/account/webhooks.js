/** Where one's own programs are told what has ended, and what came of telling them. */

/** @import { Context, Page } from "../../lib/types.d.ts" */
/** @import { ApiKey, Delivery, Webhook } from "../../lib/account/types.d.ts" */

import { texts } from "../../lib/account/texts.js"
import { fill, h } from "../../lib/dom.js"
import { wordButton } from "../icon.js"
import { toast } from "../news.js"
import { requestProblem } from "../problem-block.js"
import { said } from "../said.js"
import { remove } from "./removal.js"
import { outcome, webhookRow } from "./webhook-row.js"

const words = texts.webhooks

/** @param {Context} context */
export function webhookList(context) {
  const { api, signal } = context
  const list = h("ul", { class: "rows" })
  const note = h("div")
  /** @type {ApiKey[]} */
  let keys = []

  async function load() {
    try {
      /** @type {[Page<Webhook>, Page<ApiKey>]} */
      const [webhooks, own] = await Promise.all([
        api.get("/api/webhooks", { signal }),
        api.get("/api/keys", { signal }),
      ])
      keys = own.items
      fill(list, webhooks.items.map((each) => webhookRow(context, each, keys, acts(each))))
      fill(note, webhooks.items.length === 0 && h("p", { class: "hint" }, words.none))
    } catch (error) {
      if (!signal.aborted) fill(note, requestProblem(error))
    }
  }

  /** @param {Webhook} webhook */
  const acts = (webhook) => ({
    test: () => test(webhook),
    edit: async () => (await forms()).changeWebhook(context, webhook, load),
    rotate: async () => (await forms()).rotateWebhook(context, webhook, load),
    toggle: () => toggle(webhook),
    remove: () => end(webhook),
  })

  /** @param {Webhook} webhook */
  async function test({ id }) {
    /** @type {Promise<Delivery>} */
    const sending = api.post(`/api/webhooks/${id}/test`)
    const delivery = await said(sending)
    if (delivery) toast(outcome(delivery))
    await load()
  }

  /** @param {Webhook} webhook */
  async function toggle({ id, enabled }) {
    await said(api.patch(`/api/webhooks/${id}`, { enabled: !enabled }))
    await load()
  }

  /** @param {Webhook} webhook */
  async function end({ id, name }) {
    const isGone = await remove(api, `/api/webhooks/${id}`, {
      title: words.removeTitle(name),
      text: words.removeText,
      yes: words.remove,
      told: words.removed,
    })
    if (isGone) await load()
  }

  load()
  return h(
    "div",
    { class: "form" },
    h("p", { class: "hint" }, words.hint),
    list,
    note,
    h(
      "div",
      { class: "button-row" },
      wordButton(words.make, async () => (await forms()).makeWebhook(context, keys, load), {
        icon: "plus",
      }),
    ),
  )
}

/** Fetched by those who want to change something. */
const forms = () => import("./webhook-forms.js")
