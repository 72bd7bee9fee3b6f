/**
 * Colours code and sets formulas, away from the page, so that neither a long file nor a hostile
 * formula can hold it up. Who asks gives up on us after a while; see lib/scribe.js.
 */

import { runsOf } from "../lib/runs.js"

/** @import { Job } from "../lib/scribe.js" */

/** @type {import("../vendor/temml.js").Options} */
const FORMULA = { throwOnError: true, trust: false, maxExpand: 500, maxSize: [40, 40] }

const colours = once(async () => (await import("../vendor/highlight.js")).default)
const formulas = once(async () => (await import("../vendor/temml.js")).default)

addEventListener("message", async ({ data: { id, job } }) => {
  // A text in no language we know, or a formula with a mistake, stays as it was written.
  const answer = await (job.what === "code" ? coloured(job) : formula(job)).catch(() => null)
  postMessage({ id, answer })
})

/** @param {Job} job */
async function coloured({ text, language }) {
  const highlighter = await colours()
  if (!highlighter.getLanguage(language)) return null
  return runsOf(highlighter.highlight(text, { language, ignoreIllegals: true }).value)
}

/** @param {Job} job */
async function formula({ text, display }) {
  const setter = await formulas()
  const markup = setter.renderToString(text, { ...FORMULA, displayMode: display })
  // The page's policy lets no style attribute in; left in, each would be a complaint.
  return markup.replaceAll(/ style="[^"]*"/g, "")
}

/**
 * @template Value
 * @param {() => Promise<Value>} load
 */
function once(load) {
  /** @type {Promise<Value> | undefined} */
  let loaded
  return () => (loaded ??= load())
}
