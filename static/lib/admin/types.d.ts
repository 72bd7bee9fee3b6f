/** The shapes of /api/admin. Types only; nothing runs here. */

import type { DaySpent, Kind, Micros, Page, State, Time } from "../types.js"

/** The words of the administrators' pages. */
export type Texts = (typeof import("../../texts/admin/en.js"))["texts"]

/** Sums of some days, and of as many before. */
export interface CostSums {
  spent_micros: Micros
  generations: number
  failed: number
  previous_micros: Micros
  previous_generations: number
  previous_failed: number
}

export interface CostPerson {
  id: string
  name: string | null
  email: string | null
  deleted: boolean
}

/** All null: made in the browser. */
export interface CostKey {
  id: string | null
  name: string | null
  prefix: string | null
  owner: string | null
  revoked: boolean
}

/** What some money was for; what is not told apart is null. */
export interface CostOf {
  person: CostPerson | null
  model: string | null
  kind: Kind | null
  key: CostKey | null
}

export interface CostLine extends CostSums, CostOf {}

export interface Costs {
  since: string
  until: string
  only: CostOf
  total: CostSums
  lines: CostLine[]
  /** What the lines that are left out, `more` of them, add up to. */
  rest: CostSums
  more: number
  by_day: DaySpent[]
}

export interface LedgerEntry {
  id: string
  generation_id: string
  user_id: string
  user_email: string | null
  key_id: string | null
  kind: "hold" | "settle" | "release" | "adjust"
  amount_micros: Micros
  reason: string
  actor: string
  actor_email: string | null
  created_at: Time
}

export interface LedgerPage extends Page<LedgerEntry> {
  /** Of all that was asked for. */
  totals: { entries: number; held_micros: Micros; spent_micros: Micros }
}

/** A request whose end nobody knows, or a film that never came. */
export interface LostJob {
  id: string
  user_id: string
  user_email: string | null
  kind: Kind
  state: State
  code: string | null
  model: string
  gateway_id: string | null
  held_micros: Micros
  created_at: Time
  started_at: Time | null
  under_way: boolean
}

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
