/** The shapes of /api/keys and /api/webhooks. Types only; nothing runs here. */

import type { Kind, Micros, Time } from "../types.js"

/** The words of these parts of the account page. */
export type Texts = (typeof import("../../texts/account/en.js"))["texts"]

export type Scope = "text" | "image" | "video" | "read" | "admin"

/** What of a key may be chosen, at the beginning and later. */
export interface KeyForm {
  name: string
  scopes: Scope[]
  /** Patterns of names; none is all that its owner may use. */
  models: string[]
  /** Networks; none is everywhere. */
  ip_allow: string[]
  budget_micros: Micros | null
  expires_at: Time | null
}

export interface ApiKey extends KeyForm {
  id: string
  prefix: string
  spent_micros: Micros
  created_at: Time
  last_used_at: Time | null
  last_used_address: string | null
  older_secret_until: Time | null
}

/** As it is told once. */
export interface NewApiKey extends ApiKey {
  secret: string
}

export type WebhookEvent =
  | "generation.succeeded"
  | "generation.failed"
  | "generation.cancelled"
  | "generation.interrupted"
  | "generation.unknown"

export interface WebhookForm {
  name: string
  url: string
  kinds: Kind[]
  events: WebhookEvent[]
  /** Only of what is made with this key. */
  key_id?: string | null
}

export interface Webhook extends WebhookForm {
  id: string
  key_id: string | null
  enabled: boolean
  disabled_reason: "owner" | "failing" | "gone" | "key-changed" | null
  failing_since: Time | null
  older_secret_until: Time | null
}

/** As it is told once. */
export interface NewWebhook extends Webhook {
  secret: string
}

export interface Delivery {
  id: string
  event: WebhookEvent | "webhook.test"
  generation_id: string | null
  state: "pending" | "delivered" | "failed"
  attempts: number
  last_attempt_at: Time | null
  last_status: number | null
  last_error: string | null
  next_attempt_at: Time | null
  created_at: Time
}
