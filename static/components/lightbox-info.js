/** The recipe of something made, what it cost, what it came from and what it can be used for. */

/** @import { Child, Context, Generation } from "../lib/types.d.ts" */
/** @import { Shot } from "../lib/generation.js" */
/** @import { Recall } from "../lib/recall.js" */

import { copyText } from "../lib/clipboard.js"
import { h } from "../lib/dom.js"
import { clock, dateTime, duration, money, size } from "../lib/format.js"
import { elapsed } from "../lib/generation.js"
import { recallsOf } from "../lib/recall.js"
import { withQuery } from "../lib/router.js"
import { texts } from "../lib/texts.js"
import { prompt } from "./dialog.js"
import { costText, fileName, formAddress, usesOf } from "./generation-actions.js"
import { icon, iconButton, wordButton } from "./icon.js"
import { relatives } from "./lightbox-relatives.js"
import { toast } from "./news.js"
import { sentence } from "./problem-block.js"
import { nameOf, valueText } from "./setting-words.js"

const words = texts.lightbox

/**
 * @typedef {object} Told
 * @property {() => void} close
 * @property {(generation: Generation) => void} changed
 */

/**
 * @param {Context} context
 * @param {Shot} shot
 * @param {Told} told
 */
export function infoPanel(context, shot, told) {
  const { api, router } = context
  const { generation, media } = shot
  const go = (/** @type {string} */ address) => () => {
    told.close()
    router.go(address)
  }
  return h(
    "div",
    { class: "info" },
    heading(context, generation, told.changed),
    generation.prompt && h("p", { class: "info-prompt", dir: "auto" }, generation.prompt),
    h(
      "div",
      { class: "button-row" },
      copyButton(words.copyPrompt, generation.prompt),
      copyButton(words.copyLink, location.origin + api.url(`/library/${generation.id}`)),
      h(
        "a",
        { class: "button", href: api.url(media.url), download: fileName(generation, media) },
        icon("download"),
        words.download,
      ),
    ),
    uses(shot, go),
    relatives(context, generation, go),
    h("dl", { class: "facts" }, facts(context, shot).map(fact)),
  )
}

/**
 * What it is called, which its owner may change.
 * @param {Context} context
 * @param {Generation} generation
 * @param {(generation: Generation) => void} changed
 */
function heading({ api }, { id, title }, changed) {
  const rename = async () => {
    const answer = await prompt({
      title: words.rename,
      label: words.title,
      value: title ?? "",
      yes: texts.common.save,
      optional: true,
    })
    if (answer === null) return
    await api
      .patch(`/api/generations/${id}`, { title: answer.trim() || null })
      .then(changed, (error) => toast(sentence(error)))
  }
  return h(
    "div",
    { class: "info-head" },
    title
      ? h("h2", { class: "info-title", dir: "auto" }, title)
      : h("h2", { class: "section-title" }, words.prompt),
    iconButton("edit", words.rename, rename),
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
  return text !== "" && wordButton(label, copy, { icon: "copy" })
}

/**
 * Its recipe in the form again, and the picture itself in a new one.
 * @param {Shot} shot
 * @param {(address: string) => () => void} go
 */
function uses({ generation, media }, go) {
  const verbs = recallsOf(generation).map(
    (/** @type {Recall} */ verb) =>
      /** @type {[string, string]} */ ([
        texts.recall.verbs[verb],
        formAddress(generation, verb),
      ]),
  )
  return h(
    "details",
    { class: "info-uses", open: true },
    h("summary", { class: "section-title" }, words.useAs),
    [...usesOf(media), ...verbs].map(([label, address]) =>
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
 * @param {Context} context
 * @param {Shot} shot
 * @returns {[string, Child][]}
 */
function facts({ api }, { generation, media }) {
  const { model, answered_by, params, created_at, finished_at } = generation
  return [
    [words.cost, costText(generation)],
    [words.quoted, quoted(generation)],
    [words.model, modelLink(api, model)],
    [words.answeredBy, answered_by && answered_by !== model ? modelLink(api, answered_by) : ""],
    [words.size, media.width && media.height ? `${media.width} × ${media.height}` : ""],
    [words.length, media.duration_s ? clock(media.duration_s) : ""],
    ...Object.entries(params).map(
      ([name, value]) => /** @type {[string, string]} */ ([nameOf(name), valueText(name, value)]),
    ),
    [words.file, `${media.mime.split("/")[1]?.toUpperCase()}, ${size(media.bytes)}`],
    [words.made, dateTime(created_at)],
    [words.finished, finished_at ? dateTime(finished_at) : ""],
    [words.took, duration(elapsed(generation, Date.now()))],
  ]
}

/** @param {Generation} generation */
function quoted({ quote }) {
  if (!quote || quote.amount_micros === null) return texts.quote.unknown
  const amount = money(quote.amount_micros)
  return quote.kind === "unknown" ? texts.quote.unknown : texts.quote[quote.kind](amount)
}

/**
 * Everything else this model made.
 * @param {Context["api"]} api
 * @param {string} model
 */
const modelLink = (api, model) =>
  h("a", { href: api.url(withQuery("/library", { model })) }, model)

/**
 * @param {[string, Child]} entry
 * @returns {Child}
 */
const fact = ([name, value]) =>
  value !== "" && h("div", { class: "fact" }, h("dt", {}, name), h("dd", {}, value))
