/** One API key as a row: what it may do, what it has spent, when it was last used. */

/** @import { Child } from "../../lib/types.d.ts" */
/** @import { ApiKey } from "../../lib/account/types.d.ts" */

import { isOver, leftOf, SCOPES } from "../../lib/account/keys.js"
import { texts } from "../../lib/account/texts.js"
import { h } from "../../lib/dom.js"
import { date, dateTime, money, relative } from "../../lib/format.js"
import { icon, wordButton } from "../icon.js"

const words = texts.keys

/**
 * @param {ApiKey} key
 * @param {{ edit: () => unknown, rotate: () => unknown, revoke: () => unknown }} acts
 */
export function keyRow(key, { edit, rotate, revoke }) {
  const { name, older_secret_until: until } = key
  return h(
    "li",
    { class: "row key" },
    h(
      "div",
      { class: "row-words" },
      h("h3", { class: "row-title" }, name, badges(key)),
      h(
        "dl",
        { class: "key-facts" },
        facts(key).map(([term, told]) => told && h("div", {}, h("dt", {}, term), h("dd", {}, told))),
      ),
      until &&
        h("p", { class: "hint key-older" }, icon("clock"), words.olderUntil(relative(until))),
    ),
    h(
      "div",
      { class: "row-actions" },
      wordButton(words.edit, edit, { label: words.editOf(name) }),
      wordButton(texts.secret.rotate, rotate, { label: words.rotateOf(name) }),
      wordButton(words.revoke, revoke, { label: words.revokeOf(name) }),
    ),
  )
}

/** @param {ApiKey} key */
const badges = (key) => [
  isOver(key, new Date()) && h("span", { class: "badge" }, words.expired),
  key.scopes.includes("admin") && h("span", { class: "badge" }, words.administers),
]

/**
 * @param {ApiKey} key
 * @returns {[string, Child][]}
 */
const facts = (key) => [
  [words.facts.prefix, h("code", {}, `${key.prefix}…`)],
  [words.facts.may, SCOPES.filter((each) => key.scopes.includes(each)).map((each) => words.scopes[each]).join(", ")],
  [words.facts.models, key.models.length > 0 && h("code", {}, key.models.join(", "))],
  [words.facts.budget, budget(key)],
  [words.facts.ends, end(key)],
  [words.facts.used, lastUse(key)],
  [words.facts.from, key.ip_allow.length > 0 && h("code", {}, key.ip_allow.join(", "))],
]

/** @param {ApiKey} key */
function budget(key) {
  const left = leftOf(key)
  if (key.budget_micros === null || left === null) return words.spent(money(key.spent_micros))
  return words.spentOf(money(key.spent_micros), money(key.budget_micros), money(left))
}

/** @param {ApiKey} key */
const end = ({ expires_at: at }) =>
  at === null ? words.never : h("time", { datetime: at, title: dateTime(at) }, date(at))

/** @param {ApiKey} key */
function lastUse({ last_used_at: at, last_used_address: address }) {
  if (at === null) return words.never
  return h("time", { datetime: at, title: dateTime(at) }, words.used(relative(at), address || "?"))
}
