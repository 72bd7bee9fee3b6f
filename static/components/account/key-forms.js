/** The dialogs around an API key: making, changing, and a new secret for it. */

/** @import { Context, User } from "../../lib/types.d.ts" */
/** @import { ApiKey, NewApiKey } from "../../lib/account/types.d.ts" */

import {
  formOf,
  LIVES,
  OVERLAPS,
  SCOPES,
  USUAL_LIFE,
  USUAL_OVERLAP,
} from "../../lib/account/keys.js"
import { texts } from "../../lib/account/texts.js"
import { dollarsOf } from "../../lib/dollars.js"
import { freshId, h } from "../../lib/dom.js"
import { dateTime } from "../../lib/format.js"
import { texts as common } from "../../lib/texts.js"
import { openDialog } from "../dialog.js"
import { createForm, field } from "../form.js"
import { toast } from "../news.js"
import { showSecret } from "./key-secret.js"

const words = texts.keys

/**
 * @param {Context} context
 * @param {() => Promise<void>} changed
 */
export function makeKey({ api, user }, changed) {
  const form = createForm({
    fields: fields(user, null),
    submit: words.create,
    async onsubmit(values) {
      /** @type {NewApiKey} */
      const key = await api.post("/api/keys", formOf(values, null, new Date()))
      dialog.close()
      showSecret(api, key)
      await changed()
    },
  })
  const dialog = openDialog({ title: words.makeTitle, isFirm: true }, form)
}

/**
 * @param {Context} context
 * @param {ApiKey} key
 * @param {() => Promise<void>} changed
 */
export function changeKey({ api, user }, key, changed) {
  const form = createForm({
    fields: fields(user, key),
    submit: common.common.save,
    async onsubmit(values) {
      await api.patch(`/api/keys/${key.id}`, formOf(values, key, new Date()))
      dialog.close()
      toast(common.common.saved)
      await changed()
    },
  })
  const dialog = openDialog({ title: words.editTitle, isFirm: true }, form)
}

/**
 * @param {Context} context
 * @param {ApiKey} key
 * @param {() => Promise<void>} changed
 */
export function rotateKey({ api }, { id, name }, changed) {
  const options = OVERLAPS.map((seconds) => ({
    value: String(seconds),
    label: words.overlaps[/** @type {keyof typeof words.overlaps} */ (seconds)],
  }))
  const form = createForm({
    fields: [
      h("p", { class: "hint" }, words.rotateHint),
      choice("overlap_s", words.overlap, options, String(USUAL_OVERLAP)),
    ],
    submit: words.rotate,
    async onsubmit({ overlap_s }) {
      /** @type {NewApiKey} */
      const key = await api.post(`/api/keys/${id}/rotate`, { overlap_s: Number(overlap_s) })
      dialog.close()
      showSecret(api, key)
      await changed()
    },
  })
  const dialog = openDialog({ title: words.rotateTitle(name), class: "dialog-small" }, form)
}

/**
 * @param {User} user
 * @param {ApiKey | null} key that is changed
 */
const fields = (user, key) => [
  field({
    name: "name",
    label: words.name,
    hint: words.nameHint,
    value: key?.name ?? "",
    maxlength: 80,
    required: true,
    autofocus: true,
    autocomplete: "off",
  }),
  scopes(user, key),
  field({
    name: "budget_micros",
    label: words.budget,
    hint: words.budgetHint,
    type: "number",
    min: 0,
    max: 1_000_000,
    step: "any",
    inputmode: "decimal",
    value: dollarsOf(key?.budget_micros ?? null),
  }),
  life(key),
  field({
    name: "models",
    label: words.models,
    hint: words.modelsHint,
    value: key?.models.join(", ") ?? "",
    autocomplete: "off",
    spellcheck: "false",
  }),
  field({
    name: "ip_allow",
    label: words.addresses,
    hint: words.addressesHint,
    value: key?.ip_allow.join(", ") ?? "",
    autocomplete: "off",
    spellcheck: "false",
  }),
]

/**
 * Everything but administrating, unless its owner says otherwise.
 * @param {User} user
 * @param {ApiKey | null} key
 */
function scopes({ role }, key) {
  const chosen = key?.scopes ?? SCOPES.filter((scope) => scope !== "admin")
  const offered = SCOPES.filter((scope) => scope !== "admin" || role === "admin" || chosen.includes(scope))
  const id = freshId("scopes")
  return h(
    "div",
    { class: "field", role: "group", "aria-labelledby": id, "data-field": "scopes" },
    h("span", { class: "label", id }, words.may),
    offered.map((scope) =>
      h(
        "label",
        { class: "switch-row" },
        h("span", {}, words.scopes[scope], " ", h("small", { class: "hint" }, words.scopeHints[scope])),
        h("input", {
          type: "checkbox",
          role: "switch",
          class: "switch",
          name: `scope-${scope}`,
          checked: chosen.includes(scope),
        }),
      ),
    ),
    h("p", { class: "field-error" }),
  )
}

/** @param {ApiKey | null} key */
function life(key) {
  const ends = key?.expires_at ?? null
  const lives = LIVES.map((days) => ({
    value: String(days),
    label: days === 0 ? words.lifeNever : words.lives(days),
  }))
  const options = [
    ...(ends === null ? [] : [{ value: "keep", label: words.lifeKeep(dateTime(ends)) }]),
    ...lives,
    { value: "date", label: words.lifeDate },
  ]
  const usual = key === null ? String(USUAL_LIFE) : ends === null ? "0" : "keep"
  const element = choice("life", words.life, options, usual)
  const day = field({
    name: "expires_on",
    label: words.day,
    type: "date",
    min: new Date().toISOString().slice(0, 10),
  })
  const show = () => {
    const isDay = element.querySelector("select")?.value === "date"
    day.hidden = !isDay
    day.querySelector("input")?.toggleAttribute("required", isDay)
  }
  element.addEventListener("change", show)
  show()
  return h("div", { class: "form", "data-field": "expires_at" }, element, day)
}

/**
 * @param {string} name
 * @param {string} label
 * @param {{ value: string, label: string }[]} options
 * @param {string} chosen
 */
function choice(name, label, options, chosen) {
  const id = freshId(name)
  return h(
    "div",
    { class: "field", "data-field": name },
    h("label", { class: "label", for: id }, label),
    h(
      "select",
      { class: "input", id, name },
      options.map(({ value, label: said }) =>
        h("option", { value, selected: value === chosen }, said),
      ),
    ),
    h("p", { class: "field-error" }),
  )
}
