/**
 * An error beside its cause, always in the same order: what happened, why if that is known, what
 * one can do, what it cost, and a code to quote.
 */

/** @import { Attempt, Child, GenerationError } from "../lib/types.d.ts" */

import { Problem } from "../lib/api.js"
import { h } from "../lib/dom.js"
import { relative } from "../lib/format.js"
import { texts } from "../lib/texts.js"
import { icon } from "./icon.js"

const words = texts.problem

/** What a provider said, inside one of the server's sentences. */
const QUOTED = /^(.*?) It said: “(.*)”$/s

/** Refusals to begin, about which one wants to know whether they cost anything. */
const UNPAID =
  /^(budget-exceeded|max-cost-exceeded|price-cap-exceeded|confirmation-required|gateway-|model-not-allowed|too-many-jobs|storage-full|disk-full)/

/**
 * @param {GenerationError} error
 * @param {{ attempts?: Attempt[], actions?: Child[], id?: string }} [more] `id` of the generation
 */
export function generationProblem(error, { attempts = [], actions = [], id = "" } = {}) {
  const [, said = error.message, quote = ""] = QUOTED.exec(error.message) ?? []
  return block({
    title: said || words.unexpected,
    advice: [generationAdvice(error)],
    cost: words.charged[error.charged],
    code: codeOf(error.code, id),
    rest: [
      quote && fold(words.providerSaid, h("blockquote", { dir: "auto" }, quote)),
      attempts.length > 0 && attemptsFold(attempts),
      error.who === "admin" && adminLink(),
      actions,
    ],
  })
}

/**
 * @param {unknown} error what a request threw
 * @param {Child[]} [actions]
 */
export function requestProblem(error, actions = []) {
  if (!(error instanceof Problem)) return block({ title: words.unexpected, rest: actions })
  if (error.isOffline) {
    const title = navigator.onLine ? words.unreachable : words.offline
    return block({ title, advice: [words.offlineAdvice], rest: actions })
  }
  return block({
    title: error.message,
    advice: [requestAdvice(error), error.retryAfter > 0 && countdown(error.retryAfter)],
    cost: UNPAID.test(error.code) ? words.charged.no : "",
    code: codeOf(error.code, String(error.document["request_id"] ?? "")),
    rest: [error.code === "gateway-misconfigured" && adminLink(), actions],
  })
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
function generationAdvice({ code, who, retryable }) {
  if (who === "admin") return words.advice.admin
  const known = adviceByCode(code)
  if (known) return known
  if (retryable) return words.advice.again
  return who === "user" ? words.advice.change : words.advice.nobody
}

/** @param {Problem} problem */
function requestAdvice(problem) {
  const { code, document: told } = problem
  const resets = told["resets_at"]
  if (code === "budget-exceeded" && typeof resets === "string") {
    return words.budgetResets(relative(resets))
  }
  return adviceByCode(code)
}

/** @param {string} code */
const adviceByCode = (code) => /** @type {Record<string, string>} */ (words.adviceByCode)[code] ?? ""

/**
 * Such as `E-BUDGET-EXCEEDED · 7F3K`: what an administrator finds in the logs.
 * @param {string} code
 * @param {string} id of the request or generation
 */
function codeOf(code, id) {
  const mark = id.replaceAll("-", "").slice(-4).toUpperCase()
  return [`E-${code.toUpperCase()}`, mark].filter(Boolean).join(" · ")
}

/** @param {{ title: string, advice?: Child[], cost?: string, code?: string, rest?: Child[] }} told */
function block({ title, advice = [], cost = "", code = "", rest = [] }) {
  const actions = rest.flat().filter(Boolean)
  const isFold = (/** @type {Child} */ each) => each instanceof HTMLDetailsElement
  const buttons = actions.filter((each) => !isFold(each))
  const details = [...advice, cost].filter(Boolean)
  return h(
    "div",
    { class: "problem" },
    icon("alert"),
    h(
      "div",
      { class: "problem-words" },
      h("p", { class: "problem-title" }, title),
      details.length > 0 &&
        h("p", { class: "problem-detail" }, details.map((each) => h("span", {}, each, " "))),
      actions.filter(isFold),
      buttons.length > 0 && h("div", { class: "problem-actions" }, buttons),
      code && h("p", { class: "problem-code" }, words.code(code)),
    ),
  )
}

/**
 * Counts down while it is in the page.
 * @param {number} seconds
 */
function countdown(seconds) {
  const element = h("span", { class: "problem-wait" }, words.retryIn(seconds))
  count(element, seconds)
  return element
}

/**
 * @param {HTMLElement} element
 * @param {number} seconds
 */
async function count(element, seconds) {
  const until = Date.now() + seconds * 1000
  const over = new AbortController()
  const { everySecond } = await import("../lib/ticker.js")
  everySecond(() => {
    const left = Math.ceil((until - Date.now()) / 1000)
    element.textContent = left > 0 ? words.retryIn(left) : words.retryNow
    if (left <= 0 || !element.isConnected) over.abort()
  }, over.signal)
}

/** Administrators can look themselves. */
function adminLink() {
  const { role, base = "" } = document.documentElement.dataset
  return role === "admin" && h("a", { class: "button", href: `${base}/admin` }, words.administration)
}

/** @param {Attempt[]} attempts */
const attemptsFold = (attempts) =>
  fold(
    words.attempts,
    h(
      "ul",
      {},
      attempts.map(({ model, message }) => h("li", {}, h("code", {}, model), ` ${message}`)),
    ),
  )

/**
 * @param {string} title
 * @param {Child} content
 */
const fold = (title, content) =>
  h("details", { class: "problem-fold" }, h("summary", {}, title), content)
