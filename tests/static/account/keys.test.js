import assert from "node:assert/strict"
import { test } from "node:test"

import { formOf, isOver, leftOf, snippets } from "../../../static/lib/account/keys.js"
import { dollarsOf, microsOf } from "../../../static/lib/dollars.js"

const NOW = new Date("2026-11-21T12:00:00Z")

test("a form says what it means, in the API's words", () => {
  const values = {
    name: "a script",
    "scopes-read": "on",
    "scopes-text": "on",
    models: "openai/*, !openai/*-pro\n  auto",
    ip_allow: "192.0.2.0/24 2001:db8::/32",
    budget_micros: "2.5",
    life: "30",
  }
  assert.deepEqual(formOf(values, null, NOW), {
    name: "a script",
    scopes: ["text", "read"],
    models: ["openai/*", "!openai/*-pro", "auto"],
    ip_allow: ["192.0.2.0/24", "2001:db8::/32"],
    budget_micros: 2_500_000,
    expires_at: "2026-12-21T12:00:00.000Z",
  })
})

test("nothing filled in is no limit", () => {
  const { models, ip_allow, budget_micros, expires_at } = formOf({ life: "0" }, null, NOW)
  assert.deepEqual([models, ip_allow, budget_micros, expires_at], [[], [], null, null])
})

test("an end stays, or is the whole of a day", () => {
  const key = /** @type {any} */ ({ expires_at: "2027-01-01T08:00:00Z" })
  assert.equal(formOf({ life: "keep" }, key, NOW).expires_at, key.expires_at)
  const named = formOf({ life: "date", expires_on: "2027-03-04" }, key, NOW).expires_at
  assert.equal(named, new Date(2027, 2, 4, 23, 59, 59).toISOString())
})

test("a key is over from its end on, and what is left is never below nothing", () => {
  const key = /** @type {any} */ ({ expires_at: NOW.toISOString(), budget_micros: 5, spent_micros: 7 })
  assert.ok(isOver(key, NOW))
  assert.ok(!isOver(key, new Date(NOW.getTime() - 1)))
  assert.ok(!isOver({ ...key, expires_at: null }, NOW))
  assert.equal(leftOf(key), 0)
  assert.equal(leftOf({ ...key, budget_micros: null }), null)
})

test("dollars that were typed are whole micros, and come back as they were", () => {
  for (const typed of ["0.1", "0.29", "1.15", "5", "0.000001", "999999.99"])
    assert.equal(dollarsOf(microsOf(typed)), typed)
  assert.equal(microsOf("0.29"), 290_000)
  assert.equal(microsOf(" "), null)
})

const URL = "https://studio.example.org/v1"

test("what is to be pasted has the address, the secret, and something the key may do", () => {
  const text = snippets(URL, "aycg_x", { scopes: ["text", "image"], models: [] })
  for (const each of Object.values(text)) {
    assert.match(each, /https:\/\/studio\.example\.org\/v1/)
    assert.match(each, /aycg_x/)
    assert.match(each, /chat.completions/)
    assert.match(each, /"auto"/)
  }
  const picture = snippets(URL, "aycg_x", { scopes: ["image"], models: ["openai/*", "openai/dall-e"] })
  assert.match(picture.python, /images\.generate\(\s+model="openai\/dall-e"/)
  for (const key of [{ scopes: ["read"], models: [] }, { scopes: ["text"], models: ["openai/*"] }])
    assert.match(snippets(URL, "aycg_x", /** @type {any} */ (key)).curl, /\/v1\/models \\\n/)
})
