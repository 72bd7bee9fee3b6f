/** The name of the place. The mark is drawn by CSS. */

import { h } from "../lib/dom.js"

/**
 * @param {string} name
 * @param {string} href
 */
export const brand = (name, href) =>
  h("a", { class: "brand", href }, h("span", { class: "brand-mark", "aria-hidden": "true" }), h("span", { class: "brand-name" }, name))
