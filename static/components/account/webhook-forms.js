/** The dialogs around a webhook: making, changing, and a new secret for it. */

/** @import { Context } from "../../lib/types.d.ts" */
/** @import { ApiKey, NewWebhook, Webhook } from "../../lib/account/types.d.ts" */

import { texts } from "../../lib/account/texts.js"
import { checks, EVENTS, KINDS, webhookOf } from "../../lib/account/webhooks.js"
import { texts as common } from "../../lib/texts.js"
import { openDialog } from "../dialog.js"
import { createForm, field } from "../form.js"
import { toast } from "../news.js"
import { choice, switches } from "./fields.js"
import { rotate, showSecret } from "./secret.js"

const words = texts.webhooks

/**
 * @param {Context} context
 * @param {ApiKey[]} keys
 * @param {() => Promise<void>} changed
 */
export function makeWebhook({ api }, keys, changed) {
  const options = keys.map(({ id, name }) => ({ value: id, label: name }))
  const form = createForm({
    fields: [
      ...fields(null),
      choice("key_id", words.key, [{ value: "", label: words.anyKey }, ...options], ""),
    ],
    submit: words.create,
    async onsubmit(values) {
      /** @type {NewWebhook} */
      const webhook = await api.post("/api/webhooks", webhookOf(values))
      dialog.close()
      showChecks(webhook)
      await changed()
    },
  })
  const dialog = openDialog({ title: words.makeTitle, isFirm: true }, form)
}

/**
 * @param {Context} context
 * @param {Webhook} webhook
 * @param {() => Promise<void>} changed
 */
export function changeWebhook({ api }, webhook, changed) {
  const form = createForm({
    fields: fields(webhook),
    submit: common.common.save,
    async onsubmit(values) {
      await api.patch(`/api/webhooks/${webhook.id}`, webhookOf(values))
      dialog.close()
      toast(common.common.saved)
      await changed()
    },
  })
  const dialog = openDialog({ title: words.editTitle, isFirm: true }, form)
}

/**
 * @param {Context} context
 * @param {Webhook} webhook
 * @param {() => Promise<void>} changed
 */
export function rotateWebhook(context, { id, name }, changed) {
  const of = { name, path: `/api/webhooks/${id}`, hint: words.rotateHint }
  rotate(context, of, (/** @type {NewWebhook} */ webhook) => {
    showChecks(webhook)
    return changed()
  })
}

/** @param {NewWebhook} webhook */
const showChecks = ({ secret }) => showSecret(secret, words.check, checks(secret))

/** @param {Webhook | null} webhook that is changed */
const fields = (webhook) => [
  field({
    name: "name",
    label: words.name,
    value: webhook?.name ?? "",
    maxlength: 80,
    required: true,
    autofocus: true,
    autocomplete: "off",
  }),
  field({
    name: "url",
    label: words.url,
    hint: words.urlHint,
    type: "url",
    value: webhook?.url ?? "",
    placeholder: "https://",
    required: true,
    autocomplete: "off",
    spellcheck: "false",
  }),
  switches(
    "kinds",
    words.kinds,
    KINDS.map((value) => ({ value, label: common.kinds[value] })),
    webhook?.kinds ?? KINDS,
  ),
  switches(
    "events",
    words.events,
    EVENTS.map((value) => ({ value, label: words.event[value] })),
    webhook?.events ?? EVENTS,
  ),
]
