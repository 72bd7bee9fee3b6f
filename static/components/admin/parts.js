/** What the administrators' pages are made of. */

/** @import { Child } from "../../lib/types.d.ts" */

import { h } from "../../lib/dom.js"

/**
 * @param {{ title: string, back?: { href: string, label: string }, actions?: Child }} head
 * @param {...Child} content
 */
export const adminPage = ({ title, back, actions }, ...content) =>
  h(
    "section",
    { class: "page" },
    back && h("a", { class: "admin-back", href: back.href }, "← ", back.label),
    h("header", { class: "page-head" }, h("h1", { class: "page-title" }, title), actions),
    content,
  )

/**
 * A few numbers under one name.
 * @param {string} title
 * @param {[string, Child][]} entries
 */
export const facts = (title, entries) =>
  h(
    "section",
    { class: "card facts" },
    h("h3", { class: "section-title" }, title),
    h(
      "dl",
      {},
      entries.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
    ),
  )

/**
 * @param {string} title
 * @param {...Child} content
 */
export const section = (title, ...content) =>
  h("section", { class: "admin-section" }, h("h2", { class: "section-title" }, title), content)

/**
 * One thing in a list: how it is called, what is known of it, and what may be done with it.
 * @param {{ title: Child, facts: Child, more?: Child, class?: string }} about
 * @param {...Child} rest
 */
export const row = ({ title, facts: known, more, class: name = "" }, ...rest) =>
  h(
    "li",
    { class: `row ${name}`.trim() },
    h(
      "div",
      { class: "row-words" },
      h("p", { class: "row-title" }, title),
      h("p", { class: "row-facts" }, known),
      more,
    ),
    rest,
  )

/**
 * @param {string} text
 * @param {"" | "warning" | "bad" | "good"} [tone]
 */
export const badge = (text, tone = "") =>
  h("span", { class: "badge", "data-tone": tone || null }, text)

/**
 * Among several rows a button is known by what it is about.
 * @param {HTMLElement} button
 * @param {string} label
 */
export function named(button, label) {
  button.setAttribute("aria-label", label)
  return button
}
