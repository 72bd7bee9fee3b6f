/** Prices in words, and the question asked before a large one is spent. */

/** @import { Ask, Kind, Quote } from "../lib/types.d.ts" */
/** @import { Api } from "../lib/api.js" */

import { money } from "../lib/format.js"
import { Problem } from "../lib/problem.js"
import { texts } from "../texts/en.js"
import { confirm } from "./dialog.js"

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
