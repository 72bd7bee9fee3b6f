/** The chains of models behind `auto` and its sisters, and how their models are doing. */

/** @import { Context } from "../../lib/types.d.ts" */
/** @import { ModelList, Route, System, Tier } from "../../lib/admin/types.d.ts" */

import { filterBar, filtersIn } from "../../components/admin/filter-bar.js"
import { adminPage } from "../../components/admin/parts.js"
import { newRoute } from "../../components/admin/new-route.js"
import { routeCard } from "../../components/admin/route-card.js"
import { wordButton } from "../../components/icon.js"
import { announce, toast } from "../../components/news.js"
import { sentence } from "../../components/problem-block.js"
import { fill, h } from "../../lib/dom.js"
import { number } from "../../lib/format.js"
import { withQuery } from "../../lib/router.js"
import { texts } from "../../lib/admin/texts.js"
import { texts as common } from "../../lib/texts.js"

const words = texts.routes

/**
 * What the cards of this page know of the rest.
 * @typedef {{ routes: Route[], models: ModelList["items"], breakers: System["breakers"],
 *   tiers: string[] }} Known
 */

const FILTERS = [{ name: "kind", label: words.kind, options: { "": words.any, ...common.kinds } }]

/** @param {Context} context */
export async function page(context) {
  const { query, router } = context
  const known = await read(context)
  const place = h("div", { class: "route-cards" })
  const show = (/** @type {Record<string, string>} */ { kind }) => {
    const found = known.routes.filter((route) => !kind || route.kind === kind)
    fill(
      place,
      found.map((route) => routeCard(context, route, known)),
    )
    return found.length
  }
  const values = filtersIn(FILTERS, query)
  show(values)
  const bar = filterBar(FILTERS, values, (wanted) => {
    router.move(withQuery("/admin/routes", wanted), { replace: true })
    announce(texts.lists.found(number(show(wanted)), false))
  })
  return adminPage(
    { title: words.title, actions: newRoute(context, known) },
    h("p", { class: "hint admin-lead" }, words.lead),
    known.breakers.some(({ state }) => state !== "closed") && reset(context),
    bar,
    place,
  )
}

/**
 * @param {Context} context
 * @returns {Promise<Known>}
 */
async function read({ api, signal }) {
  /** @type {[{ items: Route[] }, ModelList, System, { items: Tier[] }]} */
  const [routes, models, system, tiers] = await Promise.all([
    api.get("/api/admin/routes", { signal }),
    api.get("/api/admin/models", { signal }),
    api.get("/api/admin/system", { signal }),
    api.get("/api/admin/tiers", { signal }),
  ])
  const names = tiers.items.map(({ id }) => id)
  return { routes: routes.items, models: models.items, breakers: system.breakers, tiers: names }
}

/** @param {Context} context */
const reset = ({ api, router }) =>
  h(
    "div",
    { class: "row matter", "data-level": "warning" },
    h("p", { class: "row-words" }, words.resting),
    wordButton(words.reset, async () => {
      try {
        await api.post("/api/admin/system/breakers/reset")
        toast(words.resetDone)
        await router.go(router.address, { replace: true })
      } catch (error) {
        toast(sentence(error))
      }
    }),
  )
