/** How a reply came about: who answered, what it took and cost. Fetched by those who ask. */

/** @import { Child, Generation } from "../lib/types.d.ts" */

import { h } from "../lib/dom.js"
import { dateTime, duration, number } from "../lib/format.js"
import { elapsed } from "../lib/generation.js"
import { texts as replies } from "../lib/replies/texts.js"
import { texts } from "../lib/texts.js"
import { openDialog } from "./dialog.js"
import { costText } from "./generation-actions.js"
import { wordCount } from "./reply-words.js"

const words = replies.details

/**
 * @param {Generation} generation
 * @param {number} position of the reply in its conversation, from 1
 */
export function showDetails(generation, position) {
  openDialog({ title: words.title(position), class: "dialog-small" }, detailList(generation))
}

/** @param {Generation} generation */
function detailList(generation) {
  const { model, answered_by, text, created_at, params, attempts } = generation
  const settings = Object.entries(params).map(([name, value]) => `${settingName(name)}: ${value}`)
  /** @type {[string, Child][]} */
  const facts = [
    [words.asked, h("code", {}, model)],
    [words.answeredBy, answered_by && h("code", {}, answered_by)],
    [words.length, words.count(number(wordCount(text)))],
    [words.tokens, tokenText(generation)],
    [words.costs, costText(generation)],
    [words.when, dateTime(created_at)],
    [words.took, duration(elapsed(generation, Date.now()))],
    [words.settings, settings.join(", ")],
    [words.attempts, attempts.length > 0 && attemptList(generation)],
  ]
  return h(
    "dl",
    { class: "details" },
    facts.filter(([, value]) => value).map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
  )
}

/**
 * What the gateway counted, and nothing in the place of what it did not.
 * @param {Generation} generation
 */
function tokenText({ tokens }) {
  if (!tokens) return ""
  const { prompt, cached, completion, reasoning } = tokens
  return [
    prompt !== null && words.sent(number(prompt)),
    cached && words.cached(number(cached)),
    completion !== null && words.written(number(completion)),
    reasoning && words.thought(number(reasoning)),
  ]
    .filter(Boolean)
    .join(" · ")
}

/** @param {Generation} generation */
const attemptList = ({ attempts }) =>
  h(
    "ul",
    {},
    attempts.map(({ model, message }) => h("li", {}, h("code", {}, model), ` ${message}`)),
  )

/** @param {string} name */
const settingName = (name) => /** @type {Record<string, string>} */ (texts.params.names)[name] ?? name
