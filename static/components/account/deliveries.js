/** What was sent to a webhook, the newest first; looked up when somebody wants to know. */

/** @import { Context, Page } from "../../lib/types.d.ts" */
/** @import { Delivery, Webhook } from "../../lib/account/types.d.ts" */

import { texts } from "../../lib/account/texts.js"
import { fill, h } from "../../lib/dom.js"
import { dateTime, relative } from "../../lib/format.js"
import { withQuery } from "../../lib/router.js"
import { texts as common } from "../../lib/texts.js"
import { wordButton } from "../icon.js"
import { toast } from "../news.js"
import { requestProblem } from "../problem-block.js"
import { said } from "../said.js"

const words = texts.webhooks
const AT_ONCE = 10

/**
 * @param {Context} context
 * @param {Webhook} webhook
 */
export function deliveries({ api, signal }, { id }) {
  const path = `/api/webhooks/${id}/deliveries`
  const list = h("ul", { class: "deliveries" })
  const note = h("div")
  const more = wordButton(common.common.more, () => add())
  /** @type {string | null} */
  let next = null

  async function load() {
    next = null
    fill(list)
    await add()
  }

  async function add() {
    try {
      const asked = withQuery(path, { limit: AT_ONCE, before: next })
      /** @type {Page<Delivery>} */
      const page = await api.get(asked, { signal })
      list.append(...page.items.map((each) => row(each, () => sendAgain(each))))
      next = page.next
      fill(note, list.childElementCount === 0 && h("p", { class: "hint" }, words.noDeliveries))
    } catch (error) {
      if (!signal.aborted) fill(note, requestProblem(error))
    }
    more.hidden = next === null
  }

  /** @param {Delivery} delivery */
  async function sendAgain(delivery) {
    const sent = await said(api.post(`${path}/${delivery.id}/redeliver`))
    if (sent !== null) toast(words.sentAgain)
    await load()
  }

  more.hidden = true
  /** @type {HTMLDetailsElement} */
  const fold = h(
    "details",
    { class: "key-fold", ontoggle: () => fold.open && load() },
    h("summary", {}, words.deliveries),
    list,
    note,
    more,
  )
  return fold
}

/**
 * @param {Delivery} delivery
 * @param {() => unknown} sendAgain
 */
function row(delivery, sendAgain) {
  const { event, state, attempts, created_at, last_status, last_error, next_attempt_at } = delivery
  const facts = [
    words.state[state],
    words.attempts(attempts),
    last_status === null ? last_error : String(last_status),
    next_attempt_at && words.next(relative(next_attempt_at)),
  ]
  return h(
    "li",
    { class: "delivery", "data-state": state },
    h(
      "p",
      { class: "delivery-words" },
      h("span", {}, `${words.event[event]} · `),
      h("time", { datetime: created_at }, dateTime(created_at)),
      h("small", { class: "hint" }, facts.filter(Boolean).join(" · ")),
    ),
    state !== "pending" &&
      wordButton(words.again, sendAgain, {
        class: "button-quiet",
        label: words.againOf(words.event[event], dateTime(created_at)),
      }),
  )
}
