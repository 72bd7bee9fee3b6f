/** Webhooks as the page sends and shows them. Pure. */

/** @import { Kind } from "../types.d.ts" */
/** @import { WebhookEvent, WebhookForm } from "./types.d.ts" */

import { chosenOf } from "./chosen.js"

/** @type {Kind[]} */
export const KINDS = ["text", "image", "video"]

/** The ways in which something ends. @type {WebhookEvent[]} */
export const EVENTS = [
  "generation.succeeded",
  "generation.failed",
  "generation.cancelled",
  "generation.interrupted",
  "generation.unknown",
]

/**
 * A form as it was filled in. Of which key it is told is said once, when it is made.
 * @param {Record<string, string>} values
 * @returns {WebhookForm}
 */
export const webhookOf = (values) => ({
  name: values["name"] ?? "",
  url: values["url"] ?? "",
  kinds: chosenOf(values, "kinds", KINDS),
  events: chosenOf(values, "events", EVENTS),
  ...(values["key_id"] !== undefined && { key_id: values["key_id"] || null }),
})

/**
 * How a program makes sure that what it is sent came from here.
 * @param {string} secret
 */
export const checks = (secret) => ({
  python: `from standardwebhooks.webhooks import Webhook

# body: the bytes as they came; headers: a dict of the request's headers
message = Webhook("${secret}").verify(body, headers)
`,
  javascript: `import { Webhook } from "standardwebhooks"

// body: the text as it came; headers: an object of the request's headers
const message = new Webhook("${secret}").verify(body, headers)
`,
})
