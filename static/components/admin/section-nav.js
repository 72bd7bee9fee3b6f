/** The way among the administrators' pages: a column, or a strip where there is no room for one. */

/** @import { Context } from "../../lib/types.d.ts" */
/** @import { Section } from "../../lib/admin/sections.js" */

import { addressOf, GROUPS } from "../../lib/admin/sections.js"
import { texts } from "../../lib/admin/texts.js"
import { h } from "../../lib/dom.js"

/**
 * @param {Context} context
 * @param {Section} current
 */
export function sectionNav({ api, params }, current) {
  const link = (/** @type {Section} */ section) => {
    const here = section !== current ? null : params["item"] ? "true" : "page"
    return h(
      "li",
      {},
      h(
        "a",
        { class: "admin-link", href: api.url(addressOf(section)), "aria-current": here },
        texts.sections[section],
      ),
    )
  }
  const nav = h(
    "nav",
    { class: "admin-nav", "aria-label": texts.nav },
    GROUPS.map(({ sections }) => h("ul", { class: "admin-group" }, sections.map(link))),
  )
  requestAnimationFrame(() => bringIntoView(nav))
  return nav
}

/**
 * In the strip, the page one is on may lie beyond the edge.
 * @param {HTMLElement} nav
 */
function bringIntoView(nav) {
  const link = nav.querySelector("[aria-current]")
  if (!(link instanceof HTMLElement)) return
  nav.scrollLeft = link.offsetLeft - (nav.clientWidth - link.clientWidth) / 2
}
