/** One model in the catalogue, and what may be done with it. */

/** @import { Context, Micros } from "../../lib/types.d.ts" */
/** @import { AdminModel } from "../../lib/admin/types.d.ts" */

import { fill, h } from "../../lib/dom.js"
import { date, money } from "../../lib/format.js"
import { texts } from "../../lib/admin/texts.js"
import { texts as common } from "../../lib/texts.js"
import { prompt } from "../dialog.js"
import { wordButton } from "../icon.js"
import { announce, toast } from "../news.js"
import { sentence } from "../problem-block.js"
import { badge, named } from "./parts.js"
import { priceWords } from "./catalogue-notes.js"
import { askPriceCap } from "./price-cap.js"

const words = texts.models

/**
 * @param {Context} context
 * @param {AdminModel} model is changed with what is done
 */
export function modelRow({ api }, model) {
  const row = h("li", { class: "row" })
  const path = `/api/admin/models/${model.id.split("/").map(encodeURIComponent).join("/")}`
  show()
  return row

  function show() {
    const buttons = [capButton(), renameButton(), hideButton()]
    fill(row, about(model), h("div", { class: "row-actions" }, buttons))
  }

  /** @param {{ hidden?: boolean, name?: string | null, price_cap_micros?: Micros | null }} changes */
  async function change(changes) {
    const at = [...row.querySelectorAll("button")].findIndex(
      (each) => each === document.activeElement,
    )
    try {
      Object.assign(model, await api.patch(path, changes))
      show()
      row.querySelectorAll("button")[at]?.focus()
      announce(common.common.saved)
    } catch (error) {
      toast(sentence(error))
    }
  }

  function capButton() {
    const button = wordButton(words.cap, async () => {
      const given = await askPriceCap(model)
      if (given) await change(given)
    })
    return named(button, words.capOf(model.name))
  }

  function hideButton() {
    const { hidden, name } = model
    const button = wordButton(hidden ? words.show : words.hide, () => change({ hidden: !hidden }))
    return named(button, hidden ? words.showOf(name) : words.hideOf(name))
  }

  function renameButton() {
    const button = wordButton(words.rename, async () => {
      const label = words.renameLabel(model.published_name)
      const ask = { title: words.renameTitle, label, value: model.name, yes: common.common.save }
      const name = await prompt({ ...ask, optional: true })
      const given = name?.trim() ?? ""
      if (name !== null)
        await change({ name: given && given !== model.published_name ? given : null })
    })
    return named(button, words.renameOf(model.name))
  }
}

/** @param {AdminModel} model */
const about = (model) => {
  const { id, kind, name, published_name, hidden, free, expires_on, prices } = model
  const cap = model.price_cap_micros
  return h(
    "div",
    { class: "row-words" },
    h(
      "p",
      { class: "row-title" },
      h("span", {}, name),
      hidden && badge(words.hidden, "bad"),
      cap !== null && badge(words.capped(money(cap))),
      free && badge(words.free, "good"),
      expires_on && badge(words.until(date(expires_on)), "warning"),
    ),
    h(
      "p",
      { class: "row-facts" },
      h("code", {}, id),
      h("span", {}, common.kinds[kind]),
      name !== published_name && h("span", {}, words.published(published_name)),
    ),
    h("p", { class: "row-facts" }, prices.length > 0 ? priceWords(prices) : words.noPrice),
  )
}
