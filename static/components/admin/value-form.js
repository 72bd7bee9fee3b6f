/** A form over values that are there already: it sends those that were changed, and no others. */

/** @import { Child } from "../../lib/types.d.ts" */
/** @import { WAYS } from "../../lib/admin/values.js" */

import { changed, isUnreadable, WAYS as ways } from "../../lib/admin/values.js"
import { texts } from "../../lib/admin/texts.js"
import { Problem } from "../../lib/api.js"
import { freshId, h } from "../../lib/dom.js"
import { createForm } from "../form.js"
import { toast } from "../news.js"

const words = texts.forms

/**
 * @typedef {object} Field
 * @property {string} name
 * @property {string} label
 * @property {keyof typeof WAYS} way
 * @property {string} [hint]
 * @property {Record<string, string>} [options] words by value, for a choice
 * @property {string} [placeholder] what an empty field means
 * @property {number} [maxlength]
 * @property {Child} [below] such as who set it
 */

/**
 * @template {Record<string, unknown>} Values
 * @param {object} form
 * @param {Field[]} form.fields
 * @param {Values} form.values
 * @param {string} form.submit
 * @param {(changes: Partial<Values>) => Promise<boolean | void>} form.save answers false where the
 *   person thought better of it
 */
export function valueForm({ fields, values, submit, save }) {
  return createForm({
    fields: fields.map((each) => control(each, ways[each.way].show(values[each.name]))),
    submit,
    async onsubmit(typed) {
      const changes = changed(values, /** @type {Values} */ (read(fields, typed)))
      if (Object.keys(changes).length === 0) return toast(words.unchanged)
      if ((await save(changes)) !== false) Object.assign(values, changes)
    },
  })
}

/**
 * Throws a Problem that names the fields which hold nothing that means anything.
 * @param {Pick<Field, "name" | "way">[]} fields
 * @param {Record<string, string>} typed
 */
export function read(fields, typed) {
  const found = fields.map(({ name, way }) => ({
    name,
    way,
    value: ways[way].read(typed[name] ?? ""),
  }))
  const errors = found.flatMap(({ name, way, value }) =>
    isUnreadable(value)
      ? [{ field: name, message: words.unreadable[/** @type {"money"} */ (way)] }]
      : [],
  )
  if (errors.length > 0) throw new Problem(422, { detail: errors[0]?.message ?? "", errors })
  return Object.fromEntries(found.map(({ name, value }) => [name, value]))
}

/**
 * @param {Field} field
 * @param {string} shown
 */
export function control(field, shown) {
  const { name, way, label, hint, below } = field
  const id = freshId("value")
  return h(
    "div",
    { class: way === "switch" ? "field field-switch" : "field", "data-field": name },
    h("label", { class: "label", for: id }, label),
    input(field, shown, id),
    hint && h("p", { class: "hint", id: `${id}-hint` }, hint),
    below,
    h("p", { class: "field-error", id: `${id}-error` }),
  )
}

/**
 * @param {Field} field
 * @param {string} shown
 * @param {string} id
 */
function input({ name, way, hint, options = {}, placeholder, maxlength }, shown, id) {
  const described = hint ? `${id}-hint ${id}-error` : `${id}-error`
  const common = { class: "input", id, name, placeholder, "aria-describedby": described }
  if (way === "choice") {
    const choices = Object.entries(options).map(([value, text]) =>
      h("option", { value, selected: value === shown }, text),
    )
    return h("select", common, choices)
  }
  if (way === "lines") {
    return h(
      "textarea",
      { ...common, class: "input admin-lines", rows: 3, spellcheck: "false" },
      shown,
    )
  }
  if (way === "switch") {
    const isOn = ways.switch.read(shown)
    return h("input", {
      ...common,
      class: "switch",
      type: "checkbox",
      role: "switch",
      checked: isOn,
    })
  }
  if (way === "text") return h("input", { ...common, value: shown, maxlength })
  if (way === "time") return h("input", { ...common, type: "datetime-local", value: shown })
  const inputmode = way === "count" || way === "days" ? "numeric" : "decimal"
  return h("input", { ...common, value: shown, inputmode, autocomplete: "off" })
}
