/** How long models take as a rule, asked once for all cards of the page. */

/** @import { Api } from "./api.js" */
/** @import { Kind, Usual } from "./types.d.ts" */

const FRESH = 5 * 60_000 // milliseconds an answer is good for

/** @type {Map<Kind, { times: Promise<Map<string, Usual>>, at: number }>} */
const known = new Map()

/**
 * By model or route, as it was asked for. Those with too few runs are not in it; neither is any
 * when it cannot be learnt, since nothing hangs on it.
 * @param {Api} api
 * @param {Kind} kind
 * @returns {Promise<Map<string, Usual>>}
 */
export function usualTimes(api, kind) {
  const before = known.get(kind)
  if (before && Date.now() - before.at < FRESH) return before.times
  const times = api.get(`/api/generations/usual?kind=${kind}`).then(
    (answer) => {
      const { items } = /** @type {{ items: Usual[] }} */ (answer)
      return new Map(items.map((usual) => [usual.model, usual]))
    },
    () => new Map(),
  )
  known.set(kind, { times, at: Date.now() })
  return times
}

/** A bar never says more than this; the rest is waiting. */
const MOST = 0.95

/**
 * How far along the usual time is, as a share; null once it has passed and nothing can be said.
 * @param {Usual} usual
 * @param {number} seconds
 */
export function shareOf({ median_s }, seconds) {
  const share = seconds / Math.max(1, median_s)
  return share < MOST ? share : null
}
