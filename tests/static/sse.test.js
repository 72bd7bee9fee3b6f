import assert from "node:assert/strict"
import { test } from "node:test"

import { EventParser, readEvents } from "../../static/lib/sse.js"

const STREAM =
  'id: 1\nevent: started\ndata: {"a":1}\n\n: still here\n\nid: 2\nevent: delta\ndata: {"text":"ä😀"}\n\n'

const whole = (/** @type {string} */ text) => new EventParser().push(text)

test("an event keeps its id, its name and its data", () => {
  assert.deepEqual(whole(STREAM), [
    { id: "1", event: "started", data: '{"a":1}' },
    { id: "2", event: "delta", data: '{"text":"ä😀"}' },
  ])
})

test("events are the same however the text is cut into pieces", () => {
  const expected = whole(STREAM)
  for (let size = 1; size < 12; size++) {
    const parser = new EventParser()
    const pieces = STREAM.match(new RegExp(`.{1,${size}}`, "gs")) ?? []
    assert.deepEqual(
      pieces.flatMap((piece) => parser.push(piece)),
      expected,
      `pieces of ${size}`,
    )
  }
})

test("every way to end a line is understood, also when it is cut in two", () => {
  const parser = new EventParser()
  assert.deepEqual(parser.push("data: a\r"), [])
  assert.deepEqual(
    parser.push("\n\r\ndata: b\r\rdata: c\n\n").map(({ data }) => data),
    ["a", "b", "c"],
  )
})

test("several data lines are one text with line breaks", () => {
  assert.equal(whole("data: one\ndata:two\ndata\n\n")[0]?.data, "one\ntwo\n")
})

test("a comment and an event without data are no events", () => {
  assert.deepEqual(whole(": hello\n\nevent: ping\n\nid: 7\n\n"), [])
})

test("half an event at the end of the stream is none", () => {
  assert.deepEqual(whole("data: cut"), [])
})

test("a body is read to its end, whatever the bytes are cut at", async () => {
  const bytes = new TextEncoder().encode(STREAM)
  const body = new ReadableStream({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
      controller.close()
    },
  })
  const ids = []
  for await (const { id } of readEvents(body)) ids.push(id)
  assert.deepEqual(ids, ["1", "2"])
})

test("a connection that breaks is an error, after the events that came", async () => {
  const pieces = [new TextEncoder().encode("data: first\n\n")]
  const body = new ReadableStream({
    pull(controller) {
      const piece = pieces.shift()
      if (piece) controller.enqueue(piece)
      else controller.error(new TypeError("reset"))
    },
  })
  const seen = []
  await assert.rejects(async () => {
    for await (const { data } of readEvents(body)) seen.push(data)
  })
  assert.deepEqual(seen, ["first"])
})
