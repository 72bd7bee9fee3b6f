/** What may be set while the studio runs, with who chose it, and when. */

/** @import { Context } from "../../lib/types.d.ts" */
/** @import { Settings, Tier } from "../../lib/admin/types.d.ts" */
/** @import { Field } from "../../components/admin/value-form.js" */

import { adminPage, named } from "../../components/admin/parts.js"
import { valueForm } from "../../components/admin/value-form.js"
import { askAgain } from "../../components/announcement.js"
import { wordButton } from "../../components/icon.js"
import { toast } from "../../components/news.js"
import { sentence } from "../../components/problem-block.js"
import { fill, h } from "../../lib/dom.js"
import { dateTime, relative } from "../../lib/format.js"
import { texts } from "../../lib/admin/texts.js"
import { texts as common } from "../../lib/texts.js"

const words = texts.settings
const PATH = "/api/admin/settings"

/**
 * The forms of this page. One more setting is one more line, and its words.
 * @type {[keyof typeof words.groups, Omit<Field, "label">[]][]}
 */
const GROUPS = [
  [
    "door",
    [
      { name: "signup", way: "choice", options: words.policies },
      { name: "default_tier", way: "choice" },
    ],
  ],
  ["money", [{ name: "confirm_above_micros", way: "money" }]],
  [
    "announcement",
    [
      { name: "announcement", way: "text", maxlength: 500 },
      { name: "announcement_level", way: "choice", options: words.levels },
      { name: "announcement_from", way: "time" },
      { name: "announcement_until", way: "time" },
    ],
  ],
]

/** @param {Context} context */
export async function page(context) {
  const { api, signal } = context
  /** @type {[Settings, { items: Tier[] }]} */
  const [settings, tiers] = await Promise.all([
    api.get(PATH, { signal }),
    api.get("/api/admin/tiers", { signal }),
  ])
  const names = Object.fromEntries(tiers.items.map(({ id }) => [id, id]))
  return adminPage(
    { title: words.title },
    h("p", { class: "hint admin-lead" }, words.lead),
    GROUPS.map((group) => new Group(context, group, names, settings).element),
  )
}

/** One card. What is saved in it leaves alone what was typed into the others. */
class Group {
  /**
   * @param {Context} context
   * @param {typeof GROUPS[number]} group
   * @param {Record<string, string>} tiers
   * @param {Settings} settings
   */
  constructor(context, [name, fields], tiers, settings) {
    this.context = context
    this.fields = fields
    this.tiers = tiers
    this.heading = h("h2", { class: "card-title", tabindex: -1 }, words.groups[name])
    this.element = h("section", { class: "card admin-card" })
    this.#show(settings)
  }

  /** @param {Settings} settings */
  #show(settings) {
    const known = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (settings))
    const form = valueForm({
      values: Object.fromEntries(this.fields.map(({ name }) => [name, known[name]])),
      fields: this.fields.map((each) => ({
        options: this.tiers,
        ...each,
        ...told(each.name),
        below: this.#chosenBy(settings, each.name),
      })),
      submit: common.common.save,
      save: (changes) => this.#save(changes),
    })
    fill(this.element, this.heading, form)
  }

  /** @param {Record<string, unknown>} changes */
  async #save(changes) {
    this.#show(await this.context.api.patch(PATH, changes))
    this.heading.focus()
    await askAgain(this.context)
    toast(common.common.saved)
  }

  /**
   * Who set it, and the way back to what counts where nobody has.
   * @param {Settings} settings
   * @param {string} name
   */
  #chosenBy({ chosen }, name) {
    const by = chosen[name]
    if (!by) return h("p", { class: "hint" }, words.standard)
    const leave = () => this.#save({ [name]: null }).catch((error) => toast(sentence(error)))
    const button = wordButton(words.leave, leave, { class: "button-quiet" })
    return h(
      "div",
      { class: "chosen-by" },
      h("p", { class: "hint", title: dateTime(by.at) }, words.chosen(by.by_name, relative(by.at))),
      named(button, words.leaveOf(told(name).label)),
    )
  }
}

/** @param {string} name */
const told = (name) => words.fields[/** @type {keyof typeof words.fields} */ (name)]
