/** What may be set while the studio runs, with who chose it, and when. */

/** @import { Context } from "../../lib/types.d.ts" */
/** @import { Settings, Tier } from "../../lib/admin/types.d.ts" */
/** @import { Field } from "../../components/admin/value-form.js" */

import { adminPage } from "../../components/admin/parts.js"
import { retentionCard } from "../../components/admin/retention.js"
import { PATH, settingsCard, told } from "../../components/admin/settings-card.js"
import { valueForm } from "../../components/admin/value-form.js"
import { h } from "../../lib/dom.js"
import { texts } from "../../lib/admin/texts.js"
import { texts as common } from "../../lib/texts.js"

const words = texts.settings

/**
 * The simple forms of this page. One more setting is one more line, and its words.
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
  ["sharing", [{ name: "share_links", way: "switch" }]],
  ["look", [{ name: "accent", way: "choice", options: words.accents }]],
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
    GROUPS.map((group) => groupCard(context, group, names, settings)),
    retentionCard(context, names, settings),
  )
}

/**
 * One card of simple fields.
 * @param {Context} context
 * @param {typeof GROUPS[number]} group
 * @param {Record<string, string>} tiers
 * @param {Settings} settings
 */
const groupCard = (context, [group, fields], tiers, settings) =>
  settingsCard(context, words.groups[group], settings, (now, { save, chosenBy }) => {
    const known = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (now))
    return valueForm({
      values: Object.fromEntries(fields.map(({ name }) => [name, known[name]])),
      fields: fields.map((each) => ({
        options: tiers,
        ...each,
        ...told(each.name),
        below: chosenBy(each.name),
      })),
      submit: common.common.save,
      save,
    })
  })
