/** The catalogue as this person may use it. */

/** @import { Kind, Model } from "./types.d.ts" */
/** @import { Api } from "./api.js" */

const FRESH = 5 * 60_000 // milliseconds a list is good for

/** @type {Map<Kind, { models: Promise<Model[]>, at: number }>} */
const known = new Map()

/**
 * The models of a kind, routes first. Asked once for all parts of the page.
 * @param {Api} api
 * @param {Kind} kind
 * @returns {Promise<Model[]>}
 */
export function modelsOf(api, kind) {
  const before = known.get(kind)
  if (before && Date.now() - before.at < FRESH) return before.models
  const models = api.get(`/api/models?kind=${kind}`).then(items)
  known.set(kind, { models, at: Date.now() })
  models.catch(() => known.delete(kind))
  return models
}

/** @param {unknown} list */
const items = (list) => /** @type {{ items: Model[] }} */ (list).items
