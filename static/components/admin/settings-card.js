/** One card of the settings. What is saved in it leaves alone what was typed into the others. */

/** @import { Child, Context } from "../../lib/types.d.ts" */
/** @import { Settings } from "../../lib/admin/types.d.ts" */

import { fill, h } from "../../lib/dom.js"
import { dateTime, relative } from "../../lib/format.js"
import { texts } from "../../lib/admin/texts.js"
import { texts as common } from "../../lib/texts.js"
import { askAgain } from "../announcement.js"
import { wordButton } from "../icon.js"
import { toast } from "../news.js"
import { sentence } from "../problem-block.js"
import { named } from "./parts.js"

const words = texts.settings
export const PATH = "/api/admin/settings"

/**
 * @typedef {object} Card what the content of one is given
 * @property {(changes: Record<string, unknown>) => Promise<void>} save
 * @property {(name: string) => HTMLElement} chosenBy who set it, and the way back to the default
 */

/**
 * @param {Context} context
 * @param {string} title
 * @param {Settings} settings
 * @param {(settings: Settings, card: Card) => Child} content made anew after each save
 */
export function settingsCard(context, title, settings, content) {
  const heading = h("h2", { class: "card-title", tabindex: -1 }, title)
  const element = h("section", { class: "card admin-card" })

  /** @param {Settings} now */
  function show(now) {
    fill(
      element,
      heading,
      content(now, { save, chosenBy: (name) => chosenBy(now.chosen[name], name, save) }),
    )
  }

  /** @param {Record<string, unknown>} changes */
  async function save(changes) {
    show(await context.api.patch(PATH, changes))
    heading.focus()
    await askAgain(context)
    toast(common.common.saved)
  }

  show(settings)
  return element
}

/**
 * @param {Settings["chosen"][string] | undefined} by
 * @param {string} name
 * @param {Card["save"]} save
 */
function chosenBy(by, name, save) {
  if (!by) return h("p", { class: "hint" }, words.standard)
  const leave = () => save({ [name]: null }).catch((error) => toast(sentence(error)))
  const button = wordButton(words.leave, leave, { class: "button-quiet" })
  return h(
    "div",
    { class: "chosen-by" },
    h("p", { class: "hint", title: dateTime(by.at) }, words.chosen(by.by_name, relative(by.at))),
    named(button, words.leaveOf(told(name).label)),
  )
}

/**
 * How a setting is called.
 * @param {string} name
 */
export const told = (name) => words.fields[/** @type {keyof typeof words.fields} */ (name)]
