import assert from "node:assert/strict"
import { test } from "node:test"

/** Every formatter and set of rules that is made says so here. @type {string[]} */
const made = []
for (const name of /** @type {const} */ ([
  "NumberFormat",
  "DateTimeFormat",
  "RelativeTimeFormat",
  "PluralRules",
])) {
  // oxlint-disable-next-line typescript/no-explicit-any
  const own = /** @type {any} */ (Intl)
  own[name] = new Proxy(own[name], {
    construct: (target, given) => (made.push(name), Reflect.construct(target, given)),
  })
}

test("nothing of the browser's languages is loaded before a number is told", async () => {
  await Promise.all([import("../../static/texts/en.js"), import("../../static/texts/de.js")])
  const { number, money, dateTime } = await import("../../static/lib/format.js")
  assert.deepEqual(made, [])
  for (let count = 0; count < 3; count += 1) {
    assert.equal(number(count), String(count))
    assert.equal(money(50_000), "$0.05")
    assert.ok(dateTime("2026-11-30T08:00:00Z").includes("2026"))
  }
  assert.deepEqual(made.toSorted(), ["DateTimeFormat", "NumberFormat", "NumberFormat"])
})
