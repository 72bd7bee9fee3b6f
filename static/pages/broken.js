/** What is shown when a page, or the whole app, could not be opened. */

/** @import { Context } from "../lib/types.d.ts" */

import { wordButton } from "../components/icon.js"
import { requestProblem } from "../components/problem-block.js"
import { Problem } from "../lib/api.js"
import { h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { page as notFound } from "./not-found.js"

/**
 * @param {Context} context
 * @param {unknown} error
 */
export function page(context, error) {
  if (error instanceof Problem && error.status === 404) return notFound()
  const again = () => context.router.go(context.router.address, { replace: true })
  return section(error, again)
}

/** @param {unknown} error */
export const unreachable = (error) =>
  h(
    "main",
    { id: "main", class: "outside" },
    section(error, () => location.reload()),
  )

/**
 * @param {unknown} error
 * @param {() => void} again
 */
function section(error, again) {
  return h(
    "section",
    { class: "page page-narrow" },
    h("h1", { class: "page-title" }, texts.problem.pageFailed),
    requestProblem(error, [wordButton(texts.common.retry, again)]),
  )
}
