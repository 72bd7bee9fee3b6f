/** What the image page and the video page have in common: a form on one side, results on the other. */

/** @import { Child } from "../lib/types.d.ts" */
/** @import { IconName } from "./icon.js" */
/** @import { Results } from "./results.js" */

import { h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { emptyState } from "./empty-state.js"
import { wordButton } from "./icon.js"

/**
 * @param {string} title
 * @param {Child} tabs
 * @param {HTMLElement} form
 * @param {string} label of the results
 * @param {Results} results
 */
export const mediaPage = (title, tabs, form, label, results) =>
  h(
    "section",
    { class: "media-page page" },
    h("header", { class: "page-head" }, h("h1", { class: "page-title" }, title), tabs),
    h(
      "div",
      { class: "media-columns" },
      form,
      h("section", { class: "media-results", "aria-label": label }, results.element),
    ),
  )

/**
 * Nothing made yet: what will come, what it costs, and a few starts that fill, not send.
 * @param {IconName} icon
 * @param {{ emptyTitle: string, emptyHint: string, examples: string[] }} words
 * @param {(prompt: string) => void} take
 */
export const mediaEmpty = (icon, { emptyTitle, emptyHint, examples }, take) =>
  emptyState({
    icon,
    heading: h("h2", { class: "empty-title" }, emptyTitle),
    hint: emptyHint,
    actions: [
      h("p", { class: "label empty-try" }, texts.generate.tryOne),
      ...examples.map((prompt) => wordButton(prompt, () => take(prompt))),
    ],
  })
