/** Which entries of the ledger are shown. The filters live in the address. */

/** @import { Context, Page, User } from "../../lib/types.d.ts" */
/** @import { LedgerEntry } from "../../lib/admin/types.d.ts" */

import { texts } from "../../lib/admin/texts.js"
import { freshId, h } from "../../lib/dom.js"
import { withQuery } from "../../lib/router.js"
import { createForm, field } from "../form.js"
import { Problem } from "../../lib/api.js"

const words = texts.ledger
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** @typedef {{ kind: string, user_id: string, generation_id: string }} LedgerFilters */

/**
 * @param {URLSearchParams} query
 * @returns {LedgerFilters}
 */
export function ledgerFiltersOf(query) {
  const kind = query.get("kind") ?? ""
  const id = (/** @type {string} */ name) => {
    const value = query.get(name) ?? ""
    return ID.test(value) ? value : ""
  }
  return {
    kind: kind in words.kinds ? kind : "",
    user_id: id("user_id"),
    generation_id: id("generation_id"),
  }
}

/**
 * @param {Context} context
 * @param {LedgerFilters} filters
 * @param {LedgerEntry[]} entries that were found, which know the name of whom they are of
 */
export function createLedgerFilters(context, filters, entries) {
  const { api, router } = context
  const known = filters.user_id ? (entries[0]?.user_email ?? "") : ""
  const form = createForm({
    fields: [
      kindChoice(filters.kind),
      field({
        name: "person",
        label: words.person,
        type: "search",
        value: known,
        autocomplete: "off",
        list: PEOPLE,
      }),
      field({
        name: "generation_id",
        label: words.generation,
        type: "search",
        value: filters.generation_id,
        autocomplete: "off",
        spellcheck: "false",
      }),
    ],
    submit: words.apply,
    async onsubmit({ kind = "", person = "", generation_id = "" }) {
      const of = person === known ? filters.user_id : await personOf(context, person)
      if (generation_id && !ID.test(generation_id)) throw refusal("generation_id", words.notANumber)
      router.go(withQuery("/admin/ledger", { kind, user_id: of, generation_id }))
    },
  })
  form.classList.add("ledger-filters")
  const people = h("datalist", { id: PEOPLE })
  form.addEventListener("input", ({ target }) => suggest(context, target, people))
  const clear = h("a", { class: "button button-quiet", href: api.url("/admin/ledger") }, words.clear)
  const isFiltered = Object.values(filters).some(Boolean)
  return h("search", { "aria-label": words.filters }, form, people, isFiltered && clear)
}

const PEOPLE = "ledger-people"
const AT_ONCE = 10

/**
 * Whose e-mail address it is; "" for none, which is everybody's.
 * @param {Context} context
 * @param {string} email
 */
async function personOf({ api, signal }, email) {
  if (!email.trim()) return ""
  const asked = withQuery("/api/admin/users", { q: email.trim(), limit: 100 })
  /** @type {Page<User>} */
  const { items } = await api.get(asked, { signal })
  const same = items.find((each) => each.email.toLowerCase() === email.trim().toLowerCase())
  const only = items.length === 1 ? items[0] : undefined
  const found = same ?? only
  if (!found) throw refusal("person", words.unknownPerson)
  return found.id
}

/**
 * As one types, those it could be.
 * @param {Context} context
 * @param {EventTarget | null} target
 * @param {HTMLElement} people
 */
async function suggest({ api, signal }, target, people) {
  if (!(target instanceof HTMLInputElement) || target.name !== "person" || !target.value) return
  const asked = withQuery("/api/admin/users", { q: target.value, limit: AT_ONCE })
  const found = await /** @type {Promise<Page<User>>} */ (api.get(asked, { signal })).catch(() => null)
  if (found) people.replaceChildren(...found.items.map(({ email }) => h("option", { value: email })))
}

/** @param {string} chosen */
function kindChoice(chosen) {
  const id = freshId("kind")
  return h(
    "div",
    { class: "field", "data-field": "kind" },
    h("label", { class: "label", for: id }, words.kind),
    h(
      "select",
      { class: "input", id, name: "kind" },
      Object.entries(words.kinds).map(([value, label]) =>
        h("option", { value, selected: value === chosen }, label),
      ),
    ),
  )
}

/**
 * In the shape of the server's own, so that it is shown beside its field.
 * @param {string} name
 * @param {string} message
 */
const refusal = (name, message) =>
  new Problem(422, { code: "bad-input", detail: message, errors: [{ field: name, message }] })
