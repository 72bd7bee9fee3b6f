/** The frame of the pages one sees before being signed in. */

/** @import { Child, Site } from "../lib/types.d.ts" */

import { h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { brandMark } from "./rail.js"

/**
 * @param {Site} site
 * @param {string} title
 * @param {Child} content
 * @param {Child} [foot]
 * @param {string} [hint]
 */
export function authCard(site, title, content, foot, hint) {
  return h(
    "section",
    { class: "auth" },
    h(
      "div",
      { class: "auth-brand" },
      brandMark(),
      h("p", { class: "brand-name" }, site.name),
      h("p", { class: "auth-tagline" }, texts.tagline),
    ),
    h(
      "div",
      { class: "card auth-card" },
      h("h1", { class: "auth-title" }, title),
      hint && h("p", { class: "auth-hint" }, hint),
      content,
      foot && h("div", { class: "auth-foot" }, foot),
    ),
  )
}
