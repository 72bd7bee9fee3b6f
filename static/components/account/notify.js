/** Whether the system tells when something is done. The browser is asked only by a click. */

/** @import { Context } from "../../lib/types.d.ts" */

import { texts } from "../../lib/account/texts.js"
import { h } from "../../lib/dom.js"
import { askToNotify, canNotify, isRefused } from "../../lib/system-news.js"

const words = texts.account

/** @param {Context} context */
export function notifySwitch({ storage }) {
  const hint = h("p", { class: "hint" })
  /** @type {HTMLInputElement} */
  const input = h("input", {
    type: "checkbox",
    role: "switch",
    class: "switch",
    checked: storage.get("notify", false) && canNotify() && !isRefused(),
    disabled: !canNotify(),
    onchange: () => choose(),
  })

  async function choose() {
    const allowed = input.checked && (await askToNotify())
    input.checked = allowed
    storage.set("notify", allowed)
    show()
  }

  function show() {
    if (!canNotify()) hint.textContent = words.notifyCannot
    else hint.textContent = isRefused() ? words.notifyRefused : words.notifyHint
  }
  show()
  return h(
    "div",
    {},
    h("label", { class: "switch-row" }, h("span", {}, words.notify), input),
    hint,
  )
}
