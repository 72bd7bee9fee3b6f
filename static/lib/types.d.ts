/** The shapes of our HTTP API (design §5) and of the page itself. Types only; nothing runs here. */

import type { Api } from "./api.js"
import type { Live } from "./live.js"
import type { Router } from "./router.js"
import type { Storage } from "./storage.js"

/** All words of the page, and those of them that another language has. */
export type Texts = (typeof import("../texts/en.js"))["texts"]
export type Translation<Words> = {
  [Name in keyof Words]?: Words[Name] extends (...values: infer Values) => unknown
    ? (...values: Values) => string
    : Words[Name] extends string
      ? string
      : Words[Name] extends unknown[]
        ? Words[Name]
        : Translation<Words[Name]>
}

export type Kind = "text" | "image" | "video"
export type MediaKind = "image" | "video" | "audio"
export type State =
  "queued" | "running" | "succeeded" | "failed" | "cancelled" | "interrupted" | "unknown"
export type Role = "reference" | "first_frame" | "last_frame" | "attachment"
export type QuoteKind = "exact" | "estimate" | "upper_bound" | "unknown"
/** Money in integer micro-dollars. */
export type Micros = number
/** RFC 3339, UTC. */
export type Time = string
export type ParamValue = string | number | boolean
export type Params = Record<string, ParamValue>

export interface User {
  id: string
  email: string
  name: string
  role: "user" | "admin"
  state: "pending" | "active" | "disabled"
  tier: string
  created_at: Time
}

export interface Site {
  name: string
  version: string
  demo: boolean
  signup: "first" | "open" | "approval" | "invite" | "closed"
  confirm_above_micros: Micros
  upload_max_bytes: number
  announcement: string | null
  announcement_level: "info" | "warning" | "alert"
  share_links: boolean
  accent: string
}

export interface Session {
  id: string
  created_at: Time
  last_seen_at: Time
  user_agent: string
  address: string
  current: boolean
}

export interface Media {
  id: string
  kind: MediaKind
  mime: string
  width: number | null
  height: number | null
  duration_s: number | null
  bytes: number
  url: string
  thumbnail_url: string | null
  has_audio?: boolean
  name?: string
}

export interface Input {
  media_id: string
  role: Role
}

export interface Quote {
  amount_micros: Micros | null
  kind: QuoteKind
  parts?: { what: string; amount_micros: Micros }[]
  /** The model that would answer. */
  model?: string
  confirm?: boolean
  /** The most that one request to this model may cost: above it, and unpriced, it is refused. */
  price_cap_micros?: Micros | null
  /** Of what this is the sum. */
  each?: Quote[]
}

export interface GenerationError {
  code: string
  message: string
  retryable: boolean
  who: "user" | "admin" | "nobody"
  charged: "yes" | "no" | "maybe"
}

export interface Attempt {
  model: string
  code: string
  message: string
}

/** As the gateway counted them; null is not known. */
export interface Tokens {
  prompt: number | null
  completion: number | null
  reasoning: number | null
  cached: number | null
}

export interface Generation {
  id: string
  kind: Kind
  state: State
  stage: string | null
  model: string
  answered_by: string | null
  prompt: string
  params: Params
  inputs: Input[]
  thread_id: string | null
  parent_id: string | null
  text: string
  reasoning: string
  media: Media[]
  quote: Quote | null
  cost_micros: Micros | null
  cost_source: "gateway" | "computed" | null
  tokens: Tokens | null
  error: GenerationError | null
  attempts: Attempt[]
  favourite: boolean
  title: string | null
  created_at: Time
  started_at: Time | null
  finished_at: Time | null
}

/** What the changes of a long poll hold: a whole generation, or the mark of one that is gone. */
export type Change = Generation | { id: string; deleted: true }

export interface Page<Item> {
  items: Item[]
  next: string | null
}

export interface Collection {
  id: string
  name: string
  count: number
  cover_url: string | null
  created_at: Time
  updated_at: Time
}

/** What something was made from, or used in. `deleted` is all that is known of what is gone. */
export interface Relative {
  generation_id: string | null
  media_id: string | null
  role: Role | null
  kind: Kind | null
  title: string
  thumbnail_url: string | null
  deleted: boolean
}

export interface Family {
  made_from: Relative[]
  used_in: Relative[]
}

export interface Thread {
  id: string
  title: string
  created_at: Time
  updated_at: Time
  model?: string | null
  /** The message that has the words searched for. */
  match?: { generation_id: string; excerpt: string } | null
}

export interface ThreadWithGenerations extends Thread {
  generations: Generation[]
}

export type Control =
  | { type: "enum"; values: (string | number)[]; default?: string | number | null }
  | { type: "range"; min: number; max: number; step?: number | null; default?: number | null }
  | { type: "integer"; min: number | null; max: number | null; default?: number | null }
  | { type: "boolean"; default?: boolean | null }

export interface Capabilities {
  params: Record<string, Control>
  inputs: Partial<Record<Role, { min: number; max: number }>>
  prompt_required: boolean
}

export interface Model {
  id: string
  name: string
  kind: Kind
  is_route: boolean
  context_length: number | null
  input_modalities: string[]
  capabilities: Capabilities
  pricing: { lines: { what: string; usd: string }[]; free: boolean }
  available: boolean
}

/** What a person asks for: the body of POST /api/generations/{kind} and of its quote. */
export interface Ask {
  prompt: string
  model?: string
  thread_id?: string
  parent_id?: string | null
  system?: string
  inputs?: Input[]
  params?: Params
  max_cost_micros?: Micros
}

/** How many seconds a model takes as a rule, from enough of its runs. */
export interface Usual {
  model: string
  low_s: number
  median_s: number
  high_s: number
}

export interface UsageWindow {
  window: "day" | "month"
  spent_micros: Micros
  held_micros: Micros
  left_micros: Micros | null
  limit_micros: Micros | null
  resets_at: Time
  /** Four fifths of it are spent or set aside. */
  warning: boolean
}

export interface DaySpent {
  day: string
  kind: Kind
  spent_micros: Micros
}

export interface KindSpent {
  kind: Kind
  generations: number
  spent_micros: Micros
}

export interface ModelSpent extends KindSpent {
  model: string
}

export interface Usage {
  windows: UsageWindow[]
  /** The first and the last day of what is told below, such as "2026-11-30". */
  since: string
  until: string
  spent_micros: Micros
  /** What was spent in as many days before. */
  previous_micros: Micros
  by_day: DaySpent[]
  by_kind: KindSpent[]
  by_model: ModelSpent[]
}

/** One event of a streamed text, as it came over the wire. */
export interface StreamEvent {
  id: string
  event: string
  data: string
}

/** What every page is given. `signal` aborts when the person leaves; it is the only clean-up. */
export interface Context {
  api: Api
  live: Live
  router: Router
  site: Site
  user: User
  storage: Storage
  params: Record<string, string>
  query: URLSearchParams
  signal: AbortSignal
}

/** A page is a function from its context to an element. Its title becomes the document's. */
export interface Page_ {
  title: string
  element: HTMLElement
}

type Handlers = {
  [Name in keyof HTMLElementEventMap as `on${Name}`]?: (event: HTMLElementEventMap[Name]) => unknown
}

/** Attributes `h()` accepts. Names we do not use are left out on purpose: a typo is an error. */
export interface Attributes extends Handlers {
  [name: `data-${string}`]: string | number | boolean | null | undefined
  [name: `aria-${string}`]: string | number | null | undefined
  accept?: string
  alt?: string
  autocomplete?: string
  autofocus?: boolean
  capture?: string
  checked?: boolean
  class?: string | false | null
  colspan?: number
  controls?: boolean
  datetime?: string
  dir?: "auto" | "ltr" | "rtl"
  disabled?: boolean
  download?: string | boolean
  enterkeyhint?: string
  for?: string
  height?: number | null
  hidden?: boolean
  href?: string
  id?: string
  inputmode?: string
  label?: string
  lang?: string
  list?: string
  loading?: "lazy" | "eager"
  loop?: boolean
  max?: number | string | null
  maxlength?: number
  method?: string
  min?: number | string | null
  minlength?: number
  multiple?: boolean
  muted?: boolean
  name?: string
  novalidate?: boolean
  open?: boolean
  placeholder?: string
  playsinline?: boolean
  popover?: "auto" | "manual"
  poster?: string | null
  preload?: "none" | "metadata" | "auto"
  readonly?: boolean
  rel?: string
  required?: boolean
  role?: string
  rows?: number
  scope?: string
  selected?: boolean
  spellcheck?: "true" | "false"
  src?: string | null
  step?: number | string | null
  /** Properties set one by one: the policy forbids style attributes, not this. */
  style?: Record<string, string | number>
  tabindex?: number
  target?: string
  title?: string
  type?: string
  value?: string | number | null
  width?: number | null
}

export type Child = Node | string | number | false | null | undefined | Child[]
