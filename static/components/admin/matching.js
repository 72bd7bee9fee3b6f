/** How many models the patterns above stand for, while they are typed. */

/** @import { Context, Kind } from "../../lib/types.d.ts" */

import { isAbort } from "../../lib/api.js"
import { fill, h } from "../../lib/dom.js"
import { number } from "../../lib/format.js"
import { WAYS } from "../../lib/admin/values.js"
import { texts } from "../../lib/admin/texts.js"
import { sentence } from "../problem-block.js"

const words = texts.tiers
const AFTER_TYPING = 300 // milliseconds

/**
 * To be placed in the field whose patterns are meant.
 * @param {Context} context
 * @param {Kind} kind
 */
export function matching({ api, signal }, kind) {
  const count = h("span", {})
  const names = h("p", { class: "hint" })
  const element = h("details", { class: "fold matching" }, h("summary", {}, count), names)
  let asked = 0

  /** @param {string} text */
  async function look(text) {
    const mine = ++asked
    const query = new URLSearchParams({ kind })
    for (const pattern of /** @type {string[]} */ (WAYS.lines.read(text)))
      query.append("pattern", pattern)
    try {
      /** @type {{ items: string[], of: number }} */
      const { items, of } = await api.get(`/api/admin/models/matching?${query}`, { signal })
      if (mine !== asked) return
      fill(count, words.matches(number(items.length), number(of)))
      fill(names, items.join(", ") || words.none)
    } catch (error) {
      if (!isAbort(error)) fill(count, sentence(error))
    }
  }

  // The field is known once it is in the page.
  requestAnimationFrame(() => {
    const field = element.closest(".field")?.querySelector("textarea")
    if (!field) return
    let timer = 0
    field.addEventListener("input", () => {
      clearTimeout(timer)
      timer = setTimeout(() => look(field.value), AFTER_TYPING)
    })
    look(field.value)
  })
  return element
}
