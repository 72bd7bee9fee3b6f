/** A list of rules about old things, each a few fields, with buttons to add one and to remove it. */

/** @import { Child } from "../../lib/types.d.ts" */
/** @import { RetentionRule } from "../../lib/admin/types.d.ts" */
/** @import { Field } from "./value-form.js" */

import { freshId, h } from "../../lib/dom.js"
import { rulesOf } from "../../lib/admin/retention.js"
import { texts } from "../../lib/admin/texts.js"
import { KINDS } from "../../lib/admin/tiers.js"
import { WAYS as ways } from "../../lib/admin/values.js"
import { texts as common } from "../../lib/texts.js"
import { iconButton, wordButton } from "../icon.js"
import { announce } from "../news.js"
import { named } from "./parts.js"
import { control, read } from "./value-form.js"

const words = texts.retention
const PARTS = /** @type {const} */ ({
  kind: "choice",
  tier: "choice",
  days: "days",
  delete: "choice",
})

export class RuleList {
  /**
   * @param {Record<string, string>} tiers
   * @param {RetentionRule[]} rules
   * @param {Child} below
   */
  constructor(tiers, rules, below) {
    this.tiers = tiers
    const id = freshId("rules")
    this.list = h("div", { class: "rules" })
    this.none = h("p", { class: "admin-none" }, words.none)
    this.add = wordButton(words.add, () => this.#add(), { icon: "plus" })
    this.element = h(
      "fieldset",
      { class: "field", "data-field": "retention", "aria-describedby": id },
      h("legend", { class: "label" }, texts.settings.fields.retention.label),
      h("p", { class: "field-error" }),
      h("p", { class: "hint", id }, texts.settings.fields.retention.hint),
      this.none,
      this.list,
      h("div", { class: "button-row" }, this.add),
      below,
    )
    this.list.append(...rules.map((rule) => this.#rule(rule)))
    this.#number()
  }

  /**
   * What the fields say. Throws a Problem that names those which say nothing.
   * @param {Record<string, string>} typed
   */
  read(typed) {
    const fields = [...this.list.children].flatMap((_, at) =>
      Object.entries(PARTS).map(([part, way]) => ({ name: nameOf(at, part), way })),
    )
    return rulesOf(read(fields, typed))
  }

  /** @param {RetentionRule | null} rule */
  #rule(rule) {
    const everybody = { "": words.everyTier, ...this.tiers }
    // A tier that is no more must not turn into everybody.
    const tiers = rule?.tier ? { ...everybody, [rule.tier]: rule.tier } : everybody
    const kinds = Object.fromEntries(KINDS.map((kind) => [kind, common.kinds[kind]]))
    /** @param {keyof typeof PARTS} part @param {string} shown @param {Partial<Field>} [more] */
    const field = (part, shown, more) =>
      control({ name: part, label: words.parts[part], way: PARTS[part], ...more }, shown)
    /** @type {HTMLDivElement} */
    const element = h(
      "div",
      { class: "rule", role: "group" },
      h(
        "div",
        { class: "rule-fields" },
        field("kind", rule?.kind ?? "video", { options: kinds }),
        field("tier", rule?.tier ?? "", { options: tiers }),
        field("days", ways.days.show(rule?.days)),
        field("delete", String(rule?.delete ?? false), { options: words.after }),
      ),
      iconButton("close", common.common.remove, () => this.#remove(element)),
    )
    return element
  }

  #add() {
    const rule = this.#rule(null)
    this.list.append(rule)
    this.#number()
    rule.querySelector("select")?.focus()
  }

  /** @param {HTMLElement} rule */
  #remove(rule) {
    const next = rule.nextElementSibling ?? rule.previousElementSibling
    rule.remove()
    this.#number()
    announce(words.removed)
    ;(next?.querySelector("button") ?? this.add).focus()
  }

  /** The server names the parts of a rule by its place in the list. */
  #number() {
    ;[...this.list.children].forEach((rule, at) => {
      rule.setAttribute("aria-label", words.rule(at + 1))
      for (const field of rule.querySelectorAll("[data-field]")) {
        const part = field.getAttribute("data-field")?.split(".").at(-1) ?? ""
        field.setAttribute("data-field", nameOf(at, part))
        field.querySelector("input, select")?.setAttribute("name", nameOf(at, part))
      }
      const button = rule.querySelector("button")
      if (button) named(button, words.removeRule(at + 1)).title = words.removeRule(at + 1)
    })
    this.none.hidden = this.list.children.length > 0
    this.element.dispatchEvent(new Event("input", { bubbles: true }))
  }
}

/**
 * @param {number} at
 * @param {string} part
 */
const nameOf = (at, part) => `retention.${at}.${part}`
