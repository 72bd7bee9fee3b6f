/** The dialogs around an API key: making, changing, and a new secret for it. */

/** @import { Context, User } from "../../lib/types.d.ts" */
/** @import { ApiKey, NewApiKey } from "../../lib/account/types.d.ts" */

import { formOf, LIVES, SCOPES, snippets, USUAL_LIFE } from "../../lib/account/keys.js"
import { texts } from "../../lib/account/texts.js"
import { dollarsOf } from "../../lib/dollars.js"
import { h } from "../../lib/dom.js"
import { dateTime } from "../../lib/format.js"
import { texts as common } from "../../lib/texts.js"
import { openDialog } from "../dialog.js"
import { createForm, field } from "../form.js"
import { toast } from "../news.js"
import { choice, switches } from "./fields.js"
import { rotate, showSecret } from "./secret.js"

const words = texts.keys

/**
 * @param {Context} context
 * @param {() => Promise<void>} changed
 */
export function makeKey(context, changed) {
  const { api, user } = context
  const form = createForm({
    fields: fields(user, null),
    submit: words.create,
    async onsubmit(values) {
      /** @type {NewApiKey} */
      const key = await api.post("/api/keys", formOf(values, null, new Date()))
      dialog.close()
      showKey(context, key)
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
export function rotateKey(context, { id, name }, changed) {
  const of = { name, path: `/api/keys/${id}`, hint: words.rotateHint }
  rotate(context, of, (/** @type {NewApiKey} */ key) => {
    showKey(context, key)
    return changed()
  })
}

/**
 * @param {Context} context
 * @param {NewApiKey} key
 */
const showKey = ({ api }, key) =>
  showSecret(key.secret, words.tryIt, snippets(`${location.origin}${api.url("/v1")}`, key.secret, key))

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
  const mayAdminister = role === "admin" || chosen.includes("admin")
  const options = SCOPES.filter((scope) => scope !== "admin" || mayAdminister).map((scope) => ({
    value: scope,
    label: words.scopes[scope],
    hint: words.scopeHints[scope],
  }))
  return switches("scopes", words.may, options, chosen)
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
