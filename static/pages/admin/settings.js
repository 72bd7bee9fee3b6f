/** What may be set while the studio runs, with who chose it, and when. */

/** @import { Context } from "../../lib/types.d.ts" */
/** @import { Settings, Tier } from "../../lib/admin/types.d.ts" */
/** @import { Field } from "../../components/admin/value-form.js" */

import { adminPage } from "../../components/admin/parts.js"
import { valueForm } from "../../components/admin/value-form.js"
import { wordButton } from "../../components/icon.js"
import { toast } from "../../components/news.js"
import { sentence } from "../../components/problem-block.js"
import { h } from "../../lib/dom.js"
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
    GROUPS.map(([name, fields]) => group(context, settings, name, fields, names)),
  )
}

/**
 * @param {Context} context
 * @param {Settings} settings
 * @param {keyof typeof words.groups} name
 * @param {Omit<Field, "label">[]} fields
 * @param {Record<string, string>} tiers
 */
function group(context, settings, name, fields, tiers) {
  const known = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (settings))
  const form = valueForm({
    values: Object.fromEntries(fields.map((each) => [each.name, known[each.name]])),
    fields: fields.map((each) => ({
      options: tiers,
      ...each,
      ...told(each.name),
      below: chosenBy(context, settings, each.name),
    })),
    submit: common.common.save,
    save: (changes) => put(context, changes),
  })
  return h(
    "section",
    { class: "card admin-card" },
    h("h2", { class: "card-title" }, words.groups[name]),
    form,
  )
}

/** @param {string} name */
const told = (name) => words.fields[/** @type {keyof typeof words.fields} */ (name)]

/**
 * @param {Context} context
 * @param {Record<string, unknown>} changes
 */
async function put({ api, router }, changes) {
  await api.patch(PATH, changes)
  dispatchEvent(new Event("announcement"))
  toast(common.common.saved)
  await router.go(router.address, { replace: true })
}

/**
 * Who set it, and the way back to what counts where nobody has.
 * @param {Context} context
 * @param {Settings} settings
 * @param {string} name
 */
function chosenBy(context, { chosen }, name) {
  const by = chosen[name]
  if (!by) return h("p", { class: "hint" }, words.standard)
  const leave = () => put(context, { [name]: null }).catch((error) => toast(sentence(error)))
  const button = wordButton(words.leave, leave, { class: "button-quiet" })
  button.setAttribute("aria-label", words.leaveOf(told(name).label))
  return h(
    "div",
    { class: "chosen-by" },
    h("p", { class: "hint", title: dateTime(by.at) }, words.chosen(by.by_name, relative(by.at))),
    button,
  )
}
