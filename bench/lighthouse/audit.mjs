/**
 * What Lighthouse makes of one page, as one line of JSON: the score of each category, 0 to 100, and
 * every audit that was not passed in full.
 *
 *   node audit.mjs ADDRESS phone|desk      with COOKIE and CHROMIUM in the environment
 */

import { Launcher, launch } from "chrome-launcher"
import lighthouse, { desktopConfig } from "lighthouse"

const CATEGORIES = ["performance", "accessibility", "best-practices"]
const [address, form] = process.argv.slice(2)

// Pages that each new window makes ready below its address bar, for a second of processor time; of
// several such flags the last one counts.
const suggestions = "WebUIOmniboxPopup,WebUIOmniboxFullPopup,WebUIOmniboxAimPopup"
const without = Launcher.defaultFlags().find((flag) => flag.startsWith("--disable-features="))

const chrome = await launch({
  chromePath: process.env.CHROMIUM,
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", `${without},${suggestions}`],
})
try {
  const options = {
    port: chrome.port,
    logLevel: "error",
    onlyCategories: CATEGORIES,
    disableStorageReset: true,
    extraHeaders: { Cookie: process.env.COOKIE },
  }
  const { lhr } = await lighthouse(address, options, form === "desk" ? desktopConfig : undefined)
  console.log(JSON.stringify(summary(lhr)))
} finally {
  chrome.kill()
}

function summary({ categories, audits, runtimeError }) {
  if (runtimeError) throw new Error(runtimeError.message)
  const scores = CATEGORIES.map((id) => [id, Math.round(categories[id].score * 100)])
  const weighed = CATEGORIES.flatMap((id) => categories[id].auditRefs)
    .filter(({ weight, id }) => weight > 0 && audits[id].score !== null && audits[id].score < 0.9)
    .map(({ id }) => `${id}: ${audits[id].displayValue ?? audits[id].title}`)
  return { scores: Object.fromEntries(scores), imperfect: weighed }
}
