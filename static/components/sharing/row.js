/** One share link as a row: where it leads, what it asks for, and the way to take it back. */

/** @import { Child } from "../../lib/types.d.ts" */
/** @import { Api } from "../../lib/api.js" */
/** @import { Share } from "../../lib/sharing/types.d.ts" */

import { h } from "../../lib/dom.js"
import { dateTime } from "../../lib/format.js"
import { texts } from "../../lib/sharing/texts.js"
import { remove } from "../account/removal.js"
import { copyLine } from "../copy-line.js"
import { wordButton } from "../icon.js"

/**
 * @param {Api} api
 * @param {Share} share
 * @param {{ named: boolean, revoked: () => unknown }} how `named`: whether it says of what it is
 */
export function shareRow(api, share, { named, revoked }) {
  const name = share.name || untitled(share)
  const end = async () => (await revoke(api, `/api/shares/${share.id}`)) && revoked()
  return h(
    "li",
    { class: "row share", "data-state": share.state },
    h(
      "div",
      { class: "row-words" },
      named && h("h3", { class: "row-title", dir: "auto" }, name),
      share.state === "open" && copyLine(addressOf(api, share), texts.copy),
      h("p", { class: "hint" }, listed(factsOf(share))),
    ),
    h(
      "div",
      { class: "row-actions" },
      wordButton(texts.revoke, end, { label: texts.revokeOf(name) }),
    ),
  )
}

/**
 * As somebody elsewhere has to type it.
 * @param {Api} api
 * @param {Share} share
 */
const addressOf = (api, { url }) => new URL(api.url(url), location.href).href

/** @param {Share} share */
const untitled = ({ kind }) => texts.untitled[/** @type {keyof typeof texts.untitled} */ (kind)]

/**
 * Whether it opens, until when, and what it asks for and shows.
 * @param {Pick<Share, "state" | "expires_at" | "has_password" | "with_prompt">} share
 * @returns {Child[]}
 */
export function factsOf({ state, expires_at: end, has_password, with_prompt }) {
  const life = end
    ? h("time", { datetime: end }, texts.until(dateTime(end)))
    : texts.never
  return [
    state === "open" ? life : texts.states[state],
    has_password && texts.hasPassword,
    with_prompt && texts.hasPrompt,
  ]
}

/**
 * With a dot in between.
 * @param {Child[]} parts
 */
const listed = (parts) => parts.filter(Boolean).flatMap((each, at) => (at ? [" · ", each] : [each]))

/**
 * Whether it is gone now; the person may have thought better of it.
 * @param {Api} api
 * @param {string} path of the link
 */
export const revoke = (api, path) =>
  remove(api, path, {
    title: texts.revokeTitle,
    text: texts.revokeText,
    yes: texts.revoke,
    told: texts.revoked,
  })
