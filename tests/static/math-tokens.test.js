import assert from "node:assert/strict"
import test from "node:test"

import { mathExtensions } from "../../static/lib/math-tokens.js"
import { Marked } from "../../static/vendor/marked.js"

const marked = new Marked({ gfm: true })
marked.use({ extensions: mathExtensions((text) => text.replaceAll("<", "&lt;")) })

const formulas = (text) =>
  [...marked.parse(text).matchAll(/<span class="math( math-display)?">([^]*?)<\/span>/g)].map(
    ([, display, tex]) => [tex, Boolean(display)],
  )

test("formulas stand in lines and on their own", () => {
  assert.deepEqual(formulas("a $x^2$ b"), [["x^2", false]])
  assert.deepEqual(formulas(String.raw`a \(x_1\) b \(y\)`), [
    ["x_1", false],
    ["y", false],
  ])
  assert.deepEqual(formulas("a\n\n$$\nx = 1\n- y\n\n+ z\n$$\n\nb"), [["x = 1\n- y\n\n+ z", true]])
  assert.deepEqual(formulas("so\n$$ x $$\nthen"), [["x", true]])
  assert.deepEqual(formulas(String.raw`\[ \frac{a}{b} \]`), [[String.raw`\frac{a}{b}`, true]])
  assert.deepEqual(formulas("- a\n- $b$"), [["b", false]])
  assert.deepEqual(formulas("| a |\n|---|\n| $b_1$ |"), [["b_1", false]])
})

test("money is no formula, and code is code", () => {
  for (const text of [
    "It costs $5 and $10.",
    "from $5/$10 to US$6 or US$7",
    "a $ b $ c",
    "`$x$` and ``\\(y\\)``",
    "```\n$$x$$\n```",
    "$x\n\ny$",
    String.raw`\$x\$`,
  ])
    assert.deepEqual(formulas(text), [], text)
})

test("TeX is text until it is set", () => {
  assert.deepEqual(formulas("$a<b$"), [["a&lt;b", false]])
})

test("a hostile text takes no longer than its length", () => {
  const hostile = ["$", "$$", "\\(", "\\[", "$a ", "$$a\n\n", "\\[a\n\n", "a $b", "$\\$", "\n$$"]
  for (const piece of hostile) {
    const small = time(piece.repeat(1000))
    const large = time(piece.repeat(8000))
    assert.ok(large < 40 * small + 400, `${piece}: ${small} ms, eight times as much: ${large} ms`)
  }
})

/** Milliseconds of processor time. */
function time(text) {
  const before = process.cpuUsage()
  marked.parse(text)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
