import assert from "node:assert/strict"
import { test } from "node:test"

import { Problem } from "../../static/lib/api.js"
import { readText, writeText } from "../../static/lib/stream.js"

/** @import { Api } from "../../static/lib/api.js" */
/** @import { Reader } from "../../static/lib/stream.js" */

globalThis.document ??= /** @type {any} */ (new EventTarget())
globalThis.addEventListener ??= () => {}

/** @param {[number, string, object][]} events @param {boolean} [breaks] */
function answer(events, breaks = false) {
  const text = events
    .map(([id, event, data]) => `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    .join("")
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text))
      if (!breaks) controller.close()
    },
    pull: (controller) => (breaks ? controller.error(new TypeError("reset")) : undefined),
  })
  return new Response(body)
}

/** The far side: gives its answers one after the other, and remembers what it was asked. */
function far(/** @type {(() => Response)[]} */ ...answers) {
  /** @type {string[]} */
  const asked = []
  const api = {
    request: async (/** @type {string} */ method, /** @type {string} */ path) => {
      asked.push(`${method} ${path}`)
      const next = answers.shift()
      assert.ok(next, `not expected: ${method} ${path}`)
      return next()
    },
  }
  return { api: /** @type {Api} */ (/** @type {unknown} */ (api)), asked }
}

function listener() {
  /** @type {string[]} */
  const heard = []
  /** @type {Reader} */
  const reader = {
    started: ({ id }) => heard.push(`started ${id}`),
    delta: (text) => heard.push(text),
    reasoning: (text) => heard.push(`(${text})`),
    lost: () => heard.push("lost"),
    ended: ({ state }) => heard.push(state),
  }
  return { reader, heard }
}

const started = /** @type {[number, string, object]} */ ([
  1,
  "started",
  { generation: { id: "g" } },
])
const ended = /** @type {[number, string, object]} */ ([
  4,
  "ended",
  { generation: { id: "g", state: "succeeded" } },
])
const never = new AbortController().signal

test("a text is read from its start to its end", async () => {
  const { api } = far(() =>
    answer([started, [2, "reasoning", { text: "hm" }], [3, "delta", { text: "Hello" }], ended]),
  )
  const { reader, heard } = listener()
  await writeText(api, { prompt: "Hi" }, "key", reader, never)
  assert.deepEqual(heard, ["started g", "(hm)", "Hello", "succeeded"])
})

test("a connection that breaks is taken up again behind the last event, and nothing is said twice", async () => {
  const { api, asked } = far(
    () => answer([started, [2, "delta", { text: "Hel" }]], true),
    () => answer([[3, "delta", { text: "lo" }], ended]),
  )
  const { reader, heard } = listener()
  await writeText(api, { prompt: "Hi" }, "key", reader, never)
  assert.deepEqual(asked, ["POST /api/generations/text", "GET /api/generations/g/events?after=2"])
  assert.deepEqual(heard, ["started g", "Hel", "lost", "lo", "succeeded"])
})

test("a request that breaks before it started is told, not repeated", async () => {
  const { api, asked } = far(() => answer([], true))
  await assert.rejects(writeText(api, { prompt: "Hi" }, "key", listener().reader, never), Problem)
  assert.equal(asked.length, 1)
})

test("reading along waits for a server that is away", async () => {
  const away = () => {
    throw new Problem(0, { code: "offline" })
  }
  const { api, asked } = far(away, () => answer([ended]))
  const { reader, heard } = listener()
  await readText(api, "g", "3", reader, never)
  assert.equal(asked.length, 2)
  assert.deepEqual(heard, ["lost", "succeeded"])
})

test("a text that is gone is not asked for again and again", async () => {
  const gone = () => {
    throw new Problem(404, { code: "not-found" })
  }
  const { api, asked } = far(gone)
  await assert.rejects(readText(api, "g", "0", listener().reader, never), Problem)
  assert.equal(asked.length, 1)
})
