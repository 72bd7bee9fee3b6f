/** Somebody in the list of people. */

/** @import { Context } from "../../lib/types.d.ts" */
/** @import { Person } from "../../lib/admin/types.d.ts" */
/** @import { BulkBar } from "./bulk-bar.js" */

import { h } from "../../lib/dom.js"
import { dateTime, money, relative } from "../../lib/format.js"
import { texts } from "../../lib/admin/texts.js"
import { meter } from "../budget-window.js"
import { wordButton } from "../icon.js"
import { badge, named } from "./parts.js"

const words = texts.users

/** How somebody is called where their e-mail address stands beside. */
export const nameOf = (/** @type {Person} */ { name, email }) => name || email

/**
 * @param {Context} context
 * @param {Person} person
 * @param {BulkBar} bulk
 */
export function personRow({ api, user }, person, bulk) {
  const { id, email, state, last_seen_at: seen } = person
  const name = nameOf(person)
  const box = h("input", {
    type: "checkbox",
    class: "admin-check",
    "aria-label": words.choose(name),
    onchange: ({ currentTarget }) =>
      bulk.choose(person, /** @type {HTMLInputElement} */ (currentTarget).checked),
  })
  return h(
    "li",
    { class: "row person", "data-person": id },
    box,
    h(
      "div",
      { class: "row-words" },
      h(
        "p",
        { class: "row-title" },
        h("a", { href: api.url(`/admin/users/${id}`) }, name),
        id === user.id && badge(words.you),
        person.role === "admin" && badge(words.roles.admin),
        state !== "active" && badge(words.states[state], state === "pending" ? "warning" : "bad"),
      ),
      h(
        "p",
        { class: "row-facts" },
        person.name && h("span", {}, email),
        h("span", {}, `${words.tier} ${person.tier}`),
        seen
          ? h("time", { datetime: seen, title: dateTime(seen) }, words.seen(relative(seen)))
          : h("span", {}, words.neverSeen),
      ),
    ),
    spending(person),
    state === "pending" &&
      named(
        wordButton(words.approve, () => bulk.approve(person)),
        words.approveOf(name),
      ),
  )
}

/** @param {Person} person */
const spending = ({ spent_month_micros: spent, held_micros: held, limit_month_micros: limit }) =>
  h(
    "div",
    { class: "person-spent" },
    h(
      "p",
      {},
      h("strong", {}, money(spent)),
      ` ${limit === null ? words.noLimit : words.ofLimit(money(limit))}`,
      h("span", { class: "visually-hidden" }, ` ${words.thisMonth}`),
    ),
    limit !== null && meter(spent, held, limit),
  )
