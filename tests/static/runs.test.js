import assert from "node:assert/strict"
import test from "node:test"

import { commonStart, runsOf } from "../../static/lib/runs.js"
import highlighter from "../../static/vendor/highlight.js"

const coloured = (text, language) => runsOf(highlighter.highlight(text, { language }).value)
const plain = (runs) => runs.map(([, text]) => text).join("")

test("colours never change the code", () => {
  const codes = {
    python: 'def f(a: int) -> str:\n    """<b>&amp;"""\n    return f"{a}<br>"\n',
    xml: "<p class='a'>&lt; \"x\" &amp;amp; <script>alert(1)</script></p>",
    javascript: "const a = `<${b}>` // </span>\n",
    sql: "SELECT * FROM t WHERE a < 1 AND b = '<'",
  }
  for (const [language, code] of Object.entries(codes)) {
    assert.equal(plain(coloured(code, language)), code, language)
  }
})

test("every stretch has the innermost colour", () => {
  assert.deepEqual(runsOf('<span class="hljs-string">a<span class="hljs-subst">b</span>c</span>d'), [
    ["string", "a"],
    ["subst", "b"],
    ["string", "c"],
    ["", "d"],
  ])
})

test("a class that highlight.js does not write is no class", () => {
  assert.deepEqual(runsOf('<span class="toast">x</span>'), [["", "x"]])
})

test("what is coloured already is known by its start", () => {
  const before = coloured("a = 1\nb", "python")
  const after = coloured("a = 1\nb = 2", "python")
  assert.equal(plain(before.slice(0, commonStart(before, after))).startsWith("a = 1"), true)
  assert.equal(commonStart(after, after), after.length)
  assert.equal(commonStart([], after), 0)
})
