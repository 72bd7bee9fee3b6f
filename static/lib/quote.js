/** The price before it is paid. */

/** @import { Ask, Kind, Quote } from "./types.d.ts" */
/** @import { Api } from "./api.js" */

import { isAbort } from "./problem.js"

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
