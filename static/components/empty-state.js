/** A page with nothing on it yet says what will come and how to begin. */

/** @import { Child } from "../lib/types.d.ts" */
/** @import { IconName } from "./icon.js" */

import { h } from "../lib/dom.js"
import { icon } from "./icon.js"

/**
 * @param {{ icon: IconName, heading: Child, hint: string, actions?: Child[] }} content
 */
export function emptyState({ icon: name, heading, hint, actions = [] }) {
  return h(
    "div",
    { class: "empty" },
    h("div", { class: "empty-mark" }, icon(name)),
    heading,
    h("p", { class: "empty-hint" }, hint),
    actions.length > 0 && h("div", { class: "empty-actions" }, actions),
  )
}
