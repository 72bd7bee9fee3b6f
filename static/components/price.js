/** Prices in words, and the question asked before a large one is spent. */

/** @import { Ask, Kind, Quote, QuoteKind } from "../lib/types.d.ts" */
/** @import { Api } from "../lib/api.js" */

import { isAbort, Problem } from "../lib/api.js"
import { money } from "../lib/format.js"
import { texts } from "../lib/texts.js"

const words = texts.quote

/**
 * @param {Pick<Quote, "amount_micros" | "kind"> | null} quote
 * @returns {string} empty when nothing is known yet
 */
export function priceText(quote) {
  if (!quote) return ""
  if (quote.amount_micros === null || quote.kind === "unknown") return words.unknown
  return quote.amount_micros === 0 ? words.free : words[quote.kind](money(quote.amount_micros))
}

/**
 * What the price is made of, one line each.
 * @param {Quote | null} quote
 */
export const partsText = (quote) =>
  (quote?.parts ?? []).map((part) => `${part.what}: ${money(part.amount_micros)}`).join("\n")

/**
 * Ask whether to go on where the quote says one should.
 * @param {Kind} kind
 * @param {Ask} ask
 * @param {Quote | null} quote
 * @returns {Promise<Ask | null>} what to send, or null when the person changed their mind
 */
export async function agreed(kind, ask, quote) {
  if (!quote?.confirm) return ask
  const { confirm } = await import("./dialog.js")
  const what = words.things[kind](Number(ask.params?.["n"] ?? 1))
  const isPriced = quote.amount_micros !== null
  const yes = await confirm({
    title: isPriced ? words.confirmTitle(what, priceText(quote)) : words.confirmUnknown(what),
    text: isPriced ? words.confirmHint : words.confirmUnknownHint,
    yes: isPriced ? words.confirm(priceText(quote)) : words.confirmPlain,
    no: words.decline,
  })
  if (!yes) return null
  return isPriced ? { ...ask, max_cost_micros: quote.amount_micros ?? 0 } : ask
}

/**
 * Send what was asked for. Should the price have grown past the limit since it was shown, ask once.
 * @template Answer
 * @param {Api} api
 * @param {Kind} kind
 * @param {Ask} ask
 * @param {(ask: Ask) => Promise<Answer>} send
 * @returns {Promise<Answer | null>}
 */
export async function spend(api, kind, ask, send) {
  try {
    return await send(ask)
  } catch (error) {
    if (!(error instanceof Problem) || !GREW.includes(error.code)) throw error
    const { max_cost_micros: _, ...open } = ask
    /** @type {Quote} */
    const quote = await api.post(`/api/generations/${kind}/quote`, open)
    const dearer = await agreed(kind, open, { ...quote, confirm: true })
    return dearer && send(dearer)
  }
}

/** Refusals that mean: the price is another than the one that was agreed to. */
const GREW = ["confirmation-required", "max-cost-exceeded"]

/**
 * What several cost together, as sure as the least sure of them.
 * @param {Quote[]} quotes
 * @returns {Quote}
 */
export function summed(quotes) {
  const [first] = quotes
  if (first && quotes.length === 1) return first
  const kinds = quotes.map(({ kind }) => kind)
  const amounts = quotes.map(({ amount_micros }) => amount_micros)
  const isKnown = !amounts.includes(null) && !kinds.includes("unknown")
  return {
    amount_micros: isKnown ? amounts.reduce((sum, amount) => (sum ?? 0) + (amount ?? 0), 0) : null,
    kind: leastSure(kinds),
    confirm: quotes.some(({ confirm }) => confirm),
    each: quotes,
  }
}

/** @param {QuoteKind[]} kinds */
const leastSure = (kinds) =>
  /** @type {const} */ (["unknown", "estimate", "upper_bound"]).find((kind) =>
    kinds.includes(kind),
  ) ?? "exact"

/**
 * Ask once whether to go on with several, each within its own price.
 * @param {Kind} kind
 * @param {Ask[]} asks
 * @param {Quote | null} quote of all
 * @returns {Promise<Ask[] | null>}
 */
export async function agreedOnAll(kind, asks, quote) {
  if (!quote?.confirm) return asks
  const [first] = asks
  if (!first || !(await agreed(kind, first, quote))) return null
  return asks.map((ask, index) => {
    const amount = quote.each?.[index]?.amount_micros ?? null
    return amount === null ? ask : { ...ask, max_cost_micros: amount }
  })
}

const SETTLE = 350 // milliseconds without a change before the price is asked

/**
 * Asks for the price of what a form would send, once it has settled. The latest question wins.
 *
 * @param {Api} api
 * @param {Kind} kind
 * @param {AbortSignal} signal
 * @param {(quote: Quote | null, problem: unknown) => void} show null while there is nothing to
 *   price, or no price; then `problem` is why
 */
export function createQuoter(api, kind, signal, show) {
  let asking = new AbortController()
  let timer = 0

  /** @param {Ask[]} asks */
  async function fetchQuote(asks) {
    try {
      const both = AbortSignal.any([signal, asking.signal])
      const quote = (/** @type {Ask} */ ask) =>
        api.post(`/api/generations/${kind}/quote`, ask, { signal: both })
      show(summed(/** @type {Quote[]} */ (await Promise.all(asks.map(quote)))), null)
    } catch (error) {
      if (!isAbort(error)) show(null, error)
    }
  }

  /** @param {Ask | Ask[] | null} ask several are asked for the sum */
  return (ask) => {
    clearTimeout(timer)
    asking.abort()
    asking = new AbortController()
    if (ask) timer = setTimeout(() => fetchQuote([ask].flat()), SETTLE)
    else show(null, null)
  }
}
