import assert from "node:assert/strict"
import { test } from "node:test"

import { checks, webhookOf } from "../../../static/lib/account/webhooks.js"

test("a form says what it means, in the API's words", () => {
  const values = {
    name: "films",
    url: "https://hooks.example.org/x",
    "kinds-video": "on",
    "events-generation.succeeded": "on",
    "events-generation.failed": "on",
    key_id: "",
  }
  assert.deepEqual(webhookOf(values), {
    name: "films",
    url: "https://hooks.example.org/x",
    kinds: ["video"],
    events: ["generation.succeeded", "generation.failed"],
    key_id: null,
  })
})

test("one that is changed keeps its key", () => {
  assert.ok(!("key_id" in webhookOf({ name: "films" })))
})

test("what is to be pasted has the secret", () => {
  for (const each of Object.values(checks("whsec_x"))) assert.match(each, /Webhook\("whsec_x"\)\.verify/)
})
