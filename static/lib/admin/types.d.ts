/** The shapes of /api/admin. Types only; nothing runs here. */

import type { Kind, Micros, Time } from "../types.js"

/** The words of the administrators' pages. */
export type Texts = (typeof import("../../texts/admin/en.js"))["texts"]

export interface PriceLine {
  what: string
  usd: string
}

/** What a refresh of the catalogue found changed. */
export interface Note {
  noted_at: Time
  kind: Kind
  model: string
  what: "appeared" | "vanished" | "price"
  before: PriceLine[] | null
  after: PriceLine[] | null
}

export interface Breaker {
  kind: Kind | null
  model: string | null
  state: "closed" | "open" | "half-open"
  calls: number
  failures: number
  opened_at: Time | null
  retry_at: Time | null
}

export interface SharedKey {
  ok: boolean
  label: string
  limit_micros: Micros | null
  remaining_micros: Micros | null
  used_micros: Micros | null
  low: boolean
  looked_at: Time | null
  heard_at: Time | null
  problem: string | null
}

export interface System {
  version: string
  python: string
  now: Time
  started_at: Time
  uptime_s: number
  alerts: { code: string; detail: string }[]
  database: { up: boolean; bytes: number; waiting_writes: number }
  disk: { free_bytes: number; media_bytes: number; media_files: number }
  runner: { last_beat_at: Time; queued: number; running: number; unknown: number }
  streams: number
  gateway: { address: string; demo: boolean; key: SharedKey }
  catalogue: { refreshed_at: Time | null; models: Record<Kind, number> }
  breakers: Breaker[]
  money: { spent_micros: Micros; held_micros: Micros }
  users: Partial<Record<"pending" | "active" | "disabled", number>>
}
