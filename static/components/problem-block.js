/** An error beside its cause: what happened, what one can do, what it cost, the code to quote. */

/** @import { Attempt, Child, GenerationError } from "../lib/types.d.ts" */

import { Problem } from "../lib/api.js"
import { h } from "../lib/dom.js"
import { relative } from "../lib/format.js"
import { texts } from "../lib/texts.js"
import { icon } from "./icon.js"

const words = texts.problem

/**
 * @param {GenerationError} error
 * @param {{ attempts?: Attempt[], actions?: Child[] }} [more]
 */
export function generationProblem(error, { attempts = [], actions = [] } = {}) {
  const detail = [advice(error), words.charged[error.charged]].filter(Boolean).join(" ")
  return block(error.message || words.unexpected, detail, error.code, [
    attempts.length > 0 && attemptsFold(attempts),
    actions.length > 0 && h("div", { class: "problem-actions" }, actions),
  ])
}

/**
 * @param {unknown} error what a request threw
 * @param {Child[]} [actions]
 */
export function requestProblem(error, actions = []) {
  const buttons = actions.length > 0 && h("div", { class: "problem-actions" }, actions)
  if (!(error instanceof Problem)) return block(words.unexpected, "", "", [buttons])
  if (error.isOffline) return block(words.offline, words.offlineAdvice, "", [buttons])
  return block(error.message, nextStep(error), error.code, [buttons])
}

/** What one can do about a refusal. @param {Problem} error */
function nextStep({ code, retryAfter, document }) {
  const resets = document["resets_at"]
  if (code === "budget-exceeded" && typeof resets === "string")
    return words.budgetResets(relative(resets))
  return retryAfter > 0 ? words.retryIn(retryAfter) : ""
}

/**
 * One sentence for a request that failed, for places without room for the block.
 * @param {unknown} error
 */
export function sentence(error) {
  if (!(error instanceof Problem)) return words.unexpected
  return error.isOffline ? words.offline : error.message
}

/** @param {GenerationError} error */
function advice({ who, retryable }) {
  if (who === "admin") return words.advice.admin
  if (retryable) return words.advice.again
  return who === "user" ? words.advice.change : words.advice.nobody
}

/**
 * @param {string} title
 * @param {string} detail
 * @param {string} code
 * @param {Child[]} rest
 */
function block(title, detail, code, rest) {
  return h(
    "div",
    { class: "problem" },
    icon("alert"),
    h(
      "div",
      { class: "problem-words" },
      h("p", { class: "problem-title" }, title),
      detail && h("p", { class: "problem-detail" }, detail),
      rest,
      code && h("p", { class: "problem-code" }, words.code(code)),
    ),
  )
}

/** @param {Attempt[]} attempts */
function attemptsFold(attempts) {
  return h(
    "details",
    { class: "problem-fold" },
    h("summary", {}, words.attempts),
    h(
      "ul",
      {},
      attempts.map(({ model, message }) => h("li", {}, h("code", {}, model), ` ${message}`)),
    ),
  )
}
