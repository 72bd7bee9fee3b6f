/** The administrators' pages: the way among them, and the one that is asked for. */

/** @import { Context } from "../lib/types.d.ts" */
/** @import { PageFunction } from "../app.js" */
/** @import { Section } from "../lib/admin/sections.js" */

import { sectionNav } from "../components/admin/section-nav.js"
import { sectionOf } from "../lib/admin/sections.js"
import { h } from "../lib/dom.js"
import { page as notFound } from "./not-found.js"

/** To others this address is one without a page. @param {Context} context */
export async function page(context) {
  const section = sectionOf(context.params)
  if (context.user.role !== "admin" || section === null) return notFound()
  const [open] = await Promise.all([pageOf(section), styles(context)])
  const content = await open(context)
  return h("div", { class: "admin" }, sectionNav(context, section), content)
}

/**
 * @param {Section} section
 * @returns {Promise<PageFunction>}
 */
const pageOf = async (section) => (await import(`./admin/${section}.js`)).page

const STYLES = "admin-styles"

/**
 * The stylesheet of these pages, there before they are.
 * @param {Context} context
 */
function styles({ api }) {
  if (document.getElementById(STYLES)) return
  const { version } = document.documentElement.dataset
  const href = api.url(`/static/${version}/css/admin.css`)
  const link = h("link", { id: STYLES, rel: "stylesheet", href })
  return new Promise((resolve) => {
    // Without its looks a page is still better than none.
    link.addEventListener("load", resolve)
    link.addEventListener("error", resolve)
    document.head.append(link)
  })
}
