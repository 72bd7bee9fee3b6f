/** How long things are kept: the rules, what they spare, and what they would take. */

/** @import { Context } from "../../lib/types.d.ts" */
/** @import { Keeping, Preview, Settings } from "../../lib/admin/types.d.ts" */
/** @import { Card } from "./settings-card.js" */
/** @import { Field } from "./value-form.js" */

import { fill, h } from "../../lib/dom.js"
import { sumsOf } from "../../lib/admin/retention.js"
import { texts } from "../../lib/admin/texts.js"
import { changed, WAYS as ways } from "../../lib/admin/values.js"
import { number, size } from "../../lib/format.js"
import { texts as common } from "../../lib/texts.js"
import { confirm } from "../dialog.js"
import { createForm } from "../form.js"
import { announce, toast } from "../news.js"
import { row } from "./parts.js"
import { RuleList } from "./retention-rules.js"
import { PATH, settingsCard, told } from "./settings-card.js"
import { control, read } from "./value-form.js"

const words = texts.retention
const SPARED = /** @type {const} */ ([
  "retention_spares_favourites",
  "retention_spares_collections",
])

/**
 * @param {Context} context
 * @param {Record<string, string>} tiers
 * @param {Settings} settings
 */
export const retentionCard = (context, tiers, settings) =>
  settingsCard(context, words.title, settings, (now, card) => [
    h("p", { class: "hint" }, words.lead),
    new RetentionForm(context, tiers, now, card).elements,
  ])

class RetentionForm {
  /**
   * @param {Context} context
   * @param {Record<string, string>} tiers
   * @param {Settings} settings
   * @param {Card} card
   */
  constructor({ api }, tiers, settings, { save, chosenBy }) {
    this.api = api
    this.save = save
    this.before = keepingOf(settings)
    this.rules = new RuleList(tiers, settings.retention, chosenBy("retention"))
    /** @type {Field[]} */
    this.spared = SPARED.map((name) => ({
      name,
      way: "switch",
      ...told(name),
      below: chosenBy(name),
    }))
    this.preview = h("button", { class: "button" }, words.see)
    this.going = h("div", { class: "admin-list" })
    const switches = this.spared.map((each) =>
      control(each, ways.switch.show(settings[/** @type {typeof SPARED[number]} */ (each.name)])),
    )
    const form = createForm({
      fields: [this.rules.element, ...switches],
      submit: common.common.save,
      beside: this.preview,
      onsubmit: (typed, by) => this.#send(typed, by === this.preview),
    })
    // What was told is about other rules now.
    form.addEventListener("input", () => fill(this.going))
    this.elements = [form, this.going]
  }

  /**
   * @param {Record<string, string>} typed
   * @param {boolean} isPreview
   */
  async #send(typed, isPreview) {
    const keeping = /** @type {Keeping} */ ({
      retention: this.rules.read(typed),
      ...read(this.spared, typed),
    })
    const changes = changed({ ...this.before }, { ...keeping })
    if (isPreview) return this.#show(await this.#ask(keeping))
    if (Object.keys(changes).length === 0) return toast(texts.forms.unchanged)
    if (await isMeant(await this.#ask(keeping))) await this.save(changes)
  }

  /**
   * @param {Keeping} keeping
   * @returns {Promise<Preview>}
   */
  #ask(keeping) {
    return this.api.post(`${PATH}/retention/preview`, keeping)
  }

  /** @param {Preview} preview */
  #show(preview) {
    const said = preview.items.length === 0 ? words.nothing : summary(preview)
    fill(this.going, h("p", {}, said), h("ul", { class: "rows" }, preview.items.map(kindRow)))
    announce(said)
  }
}

/**
 * @param {Settings} settings
 * @returns {Keeping}
 */
const keepingOf = ({ retention, retention_spares_favourites, retention_spares_collections }) => ({
  retention,
  retention_spares_favourites,
  retention_spares_collections,
})

/**
 * Rules that would take something the next night are saved only by somebody who knows what.
 * @param {Preview} preview
 */
async function isMeant(preview) {
  if (preview.items.length === 0) return true
  const { forGood } = sumsOf(preview.items)
  const text = `${summary(preview)} ${forGood > 0 ? words.forGood(forGood, number(forGood)) : words.back}`
  return confirm({ title: words.ask, text, yes: common.common.save, danger: true })
}

/** @param {Preview} preview */
function summary({ people, items }) {
  const { generations, bytes } = sumsOf(items)
  return words.would(words.things(generations, number(generations)), size(bytes), ofPeople(people))
}

/** @param {number} count */
const ofPeople = (count) => words.people(count, number(count))

/** @param {Preview["items"][number]} item */
const kindRow = ({ kind, delete: isForGood, people, generations, bytes }) =>
  row(
    {
      title: h("span", {}, common.kinds[kind]),
      facts: [
        h("span", {}, words.things(generations, number(generations))),
        h("span", {}, ofPeople(people)),
        h("span", {}, words.after[`${isForGood}`]),
      ],
    },
    h("p", { class: "row-sum" }, size(bytes)),
  )
