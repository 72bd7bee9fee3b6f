/** Prices in words, and the question asked before a large one is spent. */

/** @import { Ask, Kind, Quote } from "../lib/types.d.ts" */
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
 * Ask whether to go on where the quote says one should.
 * @param {Ask} ask
 * @param {Quote | null} quote
 * @returns {Promise<Ask | null>} what to send, or null when the person changed their mind
 */
export async function agreed(ask, quote) {
  if (!quote?.confirm) return ask
  const { confirm } = await import("./dialog.js")
  const price = priceText(quote)
  const isPriced = quote.amount_micros !== null
  const yes = await confirm({
    title: isPriced ? words.confirmTitle(price) : words.confirmUnknown,
    text: words.confirmHint,
    yes: isPriced ? words.confirm(price) : words.confirmPlain,
  })
  if (!yes) return null
  return quote.amount_micros === null ? ask : { ...ask, max_cost_micros: quote.amount_micros }
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
    if (!(error instanceof Problem) || error.code !== "confirmation-required") throw error
    /** @type {Quote} */
    const quote = await api.post(`/api/generations/${kind}/quote`, ask)
    const dearer = await agreed(ask, { ...quote, confirm: true })
    return dearer && send(dearer)
  }
}

const SETTLE = 350 // milliseconds without a change before the price is asked

/**
 * Asks for the price of what a form would send, once it has settled. The latest question wins.
 *
 * @param {Api} api
 * @param {Kind} kind
 * @param {AbortSignal} signal
 * @param {(quote: Quote | null) => void} show null while there is nothing to price, or no answer
 */
export function createQuoter(api, kind, signal, show) {
  let asking = new AbortController()
  let timer = 0

  /** @param {Ask} ask */
  async function fetchQuote(ask) {
    try {
      const both = AbortSignal.any([signal, asking.signal])
      show(await api.post(`/api/generations/${kind}/quote`, ask, { signal: both }))
    } catch (error) {
      if (!isAbort(error)) show(null)
    }
  }

  /** @param {Ask | null} ask */
  return (ask) => {
    clearTimeout(timer)
    asking.abort()
    asking = new AbortController()
    if (ask) timer = setTimeout(() => fetchQuote(ask), SETTLE)
    else show(null)
  }
}
