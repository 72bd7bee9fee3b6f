/** The recipe of something made, what it cost, and what it can be used for. */

/** @import { Child, Context } from "../lib/types.d.ts" */
/** @import { Shot } from "../lib/generation.js" */

import { copyText } from "../lib/clipboard.js"
import { h } from "../lib/dom.js"
import { clock, dateTime, duration, size } from "../lib/format.js"
import { elapsed } from "../lib/generation.js"
import { texts } from "../lib/texts.js"
import { costText, fileName, formAddress, usesOf } from "./generation-actions.js"
import { icon, wordButton } from "./icon.js"
import { toast } from "./news.js"
import { nameOf, valueText } from "./setting-words.js"

const words = texts.lightbox

/**
 * @param {Context} context
 * @param {Shot} shot
 * @param {() => void} close
 */
export function infoPanel({ api, router }, shot, close) {
  const { generation, media } = shot
  const go = (/** @type {string} */ address) => () => {
    close()
    router.go(address)
  }
  return h(
    "div",
    { class: "info" },
    h("h2", { class: "section-title" }, words.prompt),
    h("p", { class: "info-prompt", dir: "auto" }, generation.prompt),
    h(
      "div",
      { class: "button-row" },
      wordButton(words.usePrompt, go(formAddress(generation)), { icon: "edit" }),
      copyButton(words.copyPrompt, generation.prompt),
      copyButton(words.copyLink, location.origin + api.url(`/library/${generation.id}`)),
    ),
    uses(shot, go),
    h("dl", { class: "facts" }, facts(shot).map(fact)),
    h(
      "a",
      { class: "button", href: api.url(media.url), download: fileName(generation, media) },
      icon("download"),
      words.download,
    ),
  )
}

/**
 * @param {string} label
 * @param {string} text
 */
function copyButton(label, text) {
  const copy = async () => {
    await copyText(text)
    toast(texts.common.copied)
  }
  return wordButton(label, copy, { icon: "copy" })
}

/**
 * @param {Shot} shot
 * @param {(address: string) => () => void} go
 */
function uses({ media }, go) {
  const offered = usesOf(media)
  if (offered.length === 0) return null
  return h(
    "section",
    { class: "info-uses" },
    h("h2", { class: "section-title" }, words.useAs),
    offered.map(([label, address]) =>
      h(
        "button",
        { type: "button", class: "menu-item", onclick: go(address) },
        icon("chevronRight"),
        label,
      ),
    ),
  )
}

/**
 * @param {Shot} shot
 * @returns {[string, string][]}
 */
function facts({ generation, media }) {
  const { model, answered_by, params, created_at } = generation
  return [
    [words.cost, costText(generation)],
    [words.model, model],
    [words.answeredBy, answered_by && answered_by !== model ? answered_by : ""],
    [words.size, media.width && media.height ? `${media.width} × ${media.height}` : ""],
    [words.length, media.duration_s ? clock(media.duration_s) : ""],
    ...Object.entries(params).map(
      ([name, value]) => /** @type {[string, string]} */ ([nameOf(name), valueText(name, value)]),
    ),
    [words.file, `${media.mime.split("/")[1]?.toUpperCase()}, ${size(media.bytes)}`],
    [words.made, dateTime(created_at)],
    [words.took, duration(elapsed(generation, Date.now()))],
  ]
}

/**
 * @param {[string, string]} entry
 * @returns {Child}
 */
const fact = ([name, value]) =>
  value !== "" && h("div", { class: "fact" }, h("dt", {}, name), h("dd", {}, value))
