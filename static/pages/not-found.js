/** An address without a page. */

import { emptyState } from "../components/empty-state.js"
import { h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"

export function page() {
  return h(
    "section",
    { class: "page page-narrow" },
    emptyState({
      icon: "search",
      heading: h("h1", { class: "page-title" }, texts.problem.notFound),
      hint: texts.problem.notFoundHint,
      actions: [
        h("a", { class: "button button-primary", href: homeAddress() }, texts.problem.home),
      ],
    }),
  )
}

const homeAddress = () => `${document.documentElement.dataset["base"] ?? ""}/generate`
