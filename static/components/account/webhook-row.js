/** One webhook as a row: what it is told of, how it is, and what was sent to it. */

/** @import { Child, Context } from "../../lib/types.d.ts" */
/** @import { ApiKey, Delivery, Webhook } from "../../lib/account/types.d.ts" */

import { texts } from "../../lib/account/texts.js"
import { EVENTS, KINDS } from "../../lib/account/webhooks.js"
import { h } from "../../lib/dom.js"
import { dateTime, relative } from "../../lib/format.js"
import { texts as common } from "../../lib/texts.js"
import { icon, wordButton } from "../icon.js"
import { deliveries } from "./deliveries.js"

const words = texts.webhooks

/**
 * @param {Context} context
 * @param {Webhook} webhook
 * @param {ApiKey[]} keys
 * @param {Record<"test" | "edit" | "rotate" | "toggle" | "remove", () => unknown>} acts
 */
export function webhookRow(context, webhook, keys, acts) {
  const { name, enabled } = webhook
  const [toggle, toggleOf] = enabled
    ? [words.switchOff, words.switchOffOf(name)]
    : [words.switchOn, words.switchOnOf(name)]
  return h(
    "li",
    { class: "row key" },
    h(
      "div",
      { class: "row-words" },
      h("h3", { class: "row-title" }, name, badge(webhook)),
      h(
        "dl",
        { class: "key-facts" },
        facts(webhook, keys).map(
          ([term, told]) => told && h("div", {}, h("dt", {}, term), h("dd", {}, told)),
        ),
      ),
      notes(webhook).map((note) => h("p", { class: "hint key-older" }, icon("info"), note)),
    ),
    h(
      "div",
      { class: "row-actions" },
      wordButton(words.test, acts.test, { label: words.testOf(name) }),
      wordButton(words.edit, acts.edit, { label: words.editOf(name) }),
      wordButton(texts.secret.rotate, acts.rotate, { label: words.rotateOf(name) }),
      wordButton(toggle, acts.toggle, { label: toggleOf }),
      wordButton(words.remove, acts.remove, { label: words.removeOf(name) }),
    ),
    deliveries(context, webhook),
  )
}

/** @param {Webhook} webhook */
function badge({ enabled, failing_since }) {
  if (!enabled) return h("span", { class: "badge" }, words.off)
  return failing_since !== null && h("span", { class: "badge" }, words.failing)
}

/**
 * @param {Webhook} webhook
 * @returns {string[]}
 */
const notes = ({ enabled, disabled_reason, failing_since, older_secret_until: until }) => [
  ...(disabled_reason === null ? [] : [words.offBecause[disabled_reason]]),
  ...(enabled && failing_since ? [words.failingSince(dateTime(failing_since))] : []),
  ...(until ? [words.olderUntil(relative(until))] : []),
]

/**
 * @param {Webhook} webhook
 * @param {ApiKey[]} keys
 * @returns {[string, Child][]}
 */
function facts({ url, kinds, events, key_id }, keys) {
  const of = KINDS.filter((each) => kinds.includes(each)).map((each) => common.kinds[each])
  const when = EVENTS.filter((each) => events.includes(each)).map((each) => words.event[each])
  const key = keys.find(({ id }) => id === key_id)?.name ?? words.goneKey
  return [
    [words.facts.url, h("code", {}, url)],
    [words.facts.kinds, of.length === KINDS.length ? words.everything : of.join(", ")],
    [words.facts.events, when.length === EVENTS.length ? words.anyway : when.join(", ")],
    [words.facts.key, key_id !== null && key],
  ]
}

/**
 * What came of an attempt, in a sentence.
 * @param {Delivery} delivery
 */
export function outcome({ state, last_status, last_error }) {
  if (state === "delivered" && last_status !== null) return words.arrived(last_status)
  const why = last_status === null ? (last_error ?? "") : words.answered(last_status)
  return words.notArrived(why)
}
