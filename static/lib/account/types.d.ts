/** The shapes of /api/keys. Types only; nothing runs here. */

import type { Micros, Time } from "../types.js"

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
