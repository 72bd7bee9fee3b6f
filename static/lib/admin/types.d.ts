/** The shapes of /api/admin. Types only; nothing runs here. */

import type { DaySpent, Kind, Micros, Page, State, Time, User } from "../types.js"

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

/** All null: made in the browser. Only the id: of somebody who has left. */
export interface CostKey {
  id: string | null
  name: string | null
  prefix: string | null
  owner: string | null
  revoked: boolean
}

/** Calls of programs, which no page makes, cost something too. */
export type CostKind = Kind | "embedding" | "speech"

/** What some money was for; what is not told apart is null. */
export interface CostOf {
  person: CostPerson | null
  /** They are in now; empty for whoever has left. */
  tier: string | null
  model: string | null
  kind: CostKind | null
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
  by_day: (Omit<DaySpent, "kind"> & { kind: CostKind })[]
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
  kind: CostKind
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

export interface Person extends User {
  last_seen_at: Time | null
  /** What is set for this one person; null leaves it to the tier. */
  budget_day_micros: Micros | null
  budget_month_micros: Micros | null
  /** What counts in the end; null is no limit. */
  limit_day_micros: Micros | null
  limit_month_micros: Micros | null
  spent_day_micros: Micros
  spent_month_micros: Micros
  held_micros: Micros
}

export interface PersonChanges {
  role?: Person["role"]
  state?: Person["state"]
  tier?: string
  budget_day_micros?: Micros | null
  budget_month_micros?: Micros | null
}

export interface Invite {
  id: string
  note: string | null
  created_by: string
  created_at: Time
  expires_at: Time | null
  used_at: Time | null
  used_by: string | null
  used_by_email: string | null
}

/** What is known of a generation without what was asked. */
export interface Job {
  id: string
  kind: Kind
  state: State
  model: string
  quote_micros: Micros | null
  cost_micros: Micros | null
  held_micros: Micros
  created_at: Time
  finished_at: Time | null
}

/** Where somebody is signed in. */
export interface Device {
  id: string
  created_at: Time
  last_seen_at: Time
  user_agent: string
  address: string
}

export interface Tier {
  id: string
  name: string
  models: Partial<Record<Kind, string[]>>
  routes: Partial<Record<Kind, string[]>>
  budget_day_micros: Micros | null
  budget_month_micros: Micros | null
  jobs_at_once: Record<Kind, number | null>
  storage_bytes: number | null
  requests_per_minute: number | null
  confirm_above_micros: Micros | null
  people: number
  is_default: boolean
}

export interface AdminModel {
  id: string
  kind: Kind
  name: string
  published_name: string
  hidden: boolean
  /** The most that one request may cost. */
  price_cap_micros: Micros | null
  free: boolean
  expires_on: string | null
  prices: PriceLine[]
}

export interface ModelList {
  items: AdminModel[]
  notes: Note[]
  refreshed_at: Time | null
}

export interface Route {
  id: string
  kind: Kind
  tier: string | null
  chain: string[]
  fallback_route: string | null
  missing: string[]
}

/** `tier` null: every tier that has no rule of its own. `delete`: for good, without the trash. */
export interface RetentionRule {
  kind: Kind
  days: number
  tier: string | null
  delete: boolean
}

export interface Keeping {
  retention: RetentionRule[]
  retention_spares_favourites: boolean
  retention_spares_collections: boolean
}

/** What the next night would take. */
export interface Preview {
  people: number
  items: { kind: Kind; delete: boolean; people: number; generations: number; bytes: number }[]
}

export interface Settings extends Keeping {
  signup: "open" | "approval" | "invite" | "closed"
  default_tier: string
  confirm_above_micros: Micros
  announcement: string | null
  announcement_level: "info" | "warning" | "alert"
  announcement_from: Time | null
  announcement_until: Time | null
  share_links: boolean
  accent: string
  /** By whom and when; what is not named is the environment's. */
  chosen: Record<string, { by: string; by_name: string; at: Time }>
}

export interface AuditEntry {
  id: string
  actor: string
  actor_name: string
  address: string
  action: string
  subject: string
  subject_name: string
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  created_at: Time
}

/** The newest first; `every_s` 0: none is made without being asked for. */
export interface BackupList {
  items: Backup[]
  every_s: number
}

export interface Backup {
  name: string
  made_at: Time
  bytes: number
}
