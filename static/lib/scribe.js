/** Colours for code and letters for formulas, from a worker that may be given up. */

/** @import { Run } from "./runs.js" */

import { scriptUrl } from "./trusted.js"

/**
 * @typedef {object} Job
 * @property {"code" | "formula"} what
 * @property {string} text
 * @property {string} language of code
 * @property {boolean} display whether a formula stands alone
 */

const PATIENCE = 3000 // milliseconds without any answer, after which the oldest job is hopeless
const LONGEST = 100_000 // characters of code
const LONGEST_FORMULA = 5000

/** @typedef {{ job: Job, settle: (answer: unknown) => void }} Waiting */

/** @type {Worker | null} */
let worker = null
/** In the order they were asked. @type {Map<number, Waiting>} */
const waiting = new Map()
let count = 0
let timer = 0

/**
 * Code in colours; null when there are none for it.
 * @param {string} text
 * @param {string} language
 * @returns {Promise<Run[] | null>}
 */
export const coloured = (text, language) =>
  text.length > LONGEST
    ? Promise.resolve(null)
    : /** @type {Promise<Run[] | null>} */ (ask({ what: "code", text, language, display: false }))

/**
 * A formula as MathML, not yet sanitized; null when it cannot be set.
 * @param {string} text TeX
 * @param {boolean} display
 * @returns {Promise<string | null>}
 */
export const formula = (text, display) =>
  text.length > LONGEST_FORMULA
    ? Promise.resolve(null)
    : /** @type {Promise<string | null>} */ (ask({ what: "formula", text, language: "", display }))

/** @param {Job} job */
function ask(job) {
  return new Promise((settle) => {
    const id = ++count
    waiting.set(id, { job, settle })
    send(id, job)
    if (waiting.size === 1) watch()
  })
}

/**
 * @param {number} id
 * @param {Job} job
 */
function send(id, job) {
  worker ??= start()
  worker.postMessage({ id, job })
}

function start() {
  const url = new URL("../workers/scribe.js", import.meta.url)
  const started = new Worker(scriptUrl(url), { type: "module" })
  started.addEventListener("message", ({ data: { id, answer } }) => settle(id, answer))
  started.addEventListener("error", giveUp)
  return started
}

/**
 * @param {number} id
 * @param {unknown} answer
 */
function settle(id, answer) {
  waiting.get(id)?.settle(answer)
  waiting.delete(id)
  watch()
}

function watch() {
  clearTimeout(timer)
  if (waiting.size > 0) timer = setTimeout(giveUp, PATIENCE)
}

/** The job it hangs on stays undone; the others are asked again of a new worker. */
function giveUp() {
  worker?.terminate()
  worker = null
  const [stuck] = waiting.keys()
  if (stuck !== undefined) settle(stuck, null)
  for (const [id, { job }] of waiting) send(id, job)
}
