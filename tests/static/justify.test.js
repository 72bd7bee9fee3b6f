import assert from "node:assert/strict"
import { test } from "node:test"

import { beside, between, justify, lineOf } from "../../static/lib/justify.js"
import { Shelf } from "../../static/lib/shelf.js"

const DAY = 86_400
const NOON = Date.parse("2026-11-29T12:00") / 1000
const ROOM = { width: 1000, row: 200, gap: 10, heading: 30, apart: 40 }

/** Things of these shapes (in hundredths), so many days ago. @param {[number, number][]} things */
const shelfOf = (things) =>
  new Shelf(
    things
      .map(([shape, days], n) =>
        [
          n.toString(16).padStart(32, "0"),
          "i",
          String(NOON - days * DAY).padStart(10, "0"),
          String(shape).padStart(4, "0"),
          "01",
        ].join(""),
      )
      .join(""),
  )

/** @param {Shelf} shelf @param {import("../../static/lib/justify.js").Line} line */
const widthOf = (shelf, { start, end, height }) =>
  shelf.ids(start, end - 1).reduce((sum, _, n) => sum + shelf.ratio(start + n) * height, 0) +
  ROOM.gap * (end - start - 1)

const many = shelfOf(Array.from({ length: 997 }, (_, n) => [60 + ((n * 37) % 200), Math.floor(n / 90)]))

test("nothing takes no room", () => {
  assert.deepEqual(justify(new Shelf(), ROOM), { lines: [], height: 0 })
})

test("every tile is in one line, in order, under the heading of its day", () => {
  const { lines } = justify(many, ROOM)
  let next = 0
  let day = ""
  for (const line of lines) {
    if (line.day !== null) day = new Date(line.day).toDateString()
    assert.equal(line.start, next)
    for (next = line.start; next < line.end; next += 1)
      assert.equal(new Date(many.time(next)).toDateString(), day)
  }
  assert.equal(next, many.size)
  assert.equal(lines.filter(({ day }) => day !== null).length, 12)
})

test("full lines are exactly as wide as the room, and about as high as wanted", () => {
  const { lines } = justify(many, ROOM)
  lines.forEach((line, n) => {
    if (line.day !== null) return
    const width = widthOf(many, line)
    const isLast = lines[n + 1] === undefined || lines[n + 1]?.day !== null
    assert.ok(width < ROOM.width + 0.01)
    if (!isLast) assert.ok(Math.abs(width - ROOM.width) < 0.01)
    assert.ok(line.height > 120 && line.height <= 200 * 1.36, `${line.height}`)
  })
})

test("lines follow one another without lying over each other", () => {
  const { lines, height } = justify(many, ROOM)
  lines.reduce((bottom, { top, height }) => {
    assert.ok(top >= bottom - 0.01)
    return top + height
  }, 0)
  const last = lines.at(-1)
  assert.ok(last && Math.abs(last.top + last.height - height) < 0.01)
})

test("what is alone on its day is not blown up", () => {
  const { lines } = justify(shelfOf([[100, 0], [100, 1]]), ROOM)
  assert.deepEqual(lines.map(({ height }) => height), [30, 200, 30, 200])
})

test("a tile wider than the room is made lower", () => {
  const narrow = { ...ROOM, width: 300 }
  const { lines } = justify(shelfOf([[280, 0]]), narrow)
  assert.ok(Math.abs(Number(lines[1]?.height) - 300 / 2.8) < 0.01)
})

test("only the lines in sight are found", () => {
  const { lines, height } = justify(many, ROOM)
  for (const from of [0, 777, 5000, height - 100]) {
    const [first, end] = between(lines, from, from + 800)
    lines.forEach(({ top, height }, n) => {
      const inSight = top + height >= from && top <= from + 800
      assert.equal(n >= first && n < end, inSight)
    })
  }
})

test("the line of a tile is found", () => {
  const { lines } = justify(many, ROOM)
  for (const at of [0, 1, 500, 996]) {
    const line = lines[lineOf(lines, at)]
    assert.ok(line && line.start <= at && at < line.end)
  }
})

test("up and down lead to the tile that is nearest, also over a heading, and stop at the ends", () => {
  const shelf = shelfOf([[100, 0], [100, 0], [100, 0], [280, 1], [100, 2], [100, 2]])
  const { lines } = justify(shelf, ROOM)
  assert.equal(beside(shelf, lines, 0, 1), 3)
  assert.equal(beside(shelf, lines, 3, 1), 5)
  assert.equal(beside(shelf, lines, 3, -1), 1)
  assert.equal(beside(shelf, lines, 1, -1), 1)
  assert.equal(beside(shelf, lines, 5, 1), 5)
})

test("fifty thousand are laid out at once", () => {
  const shelf = shelfOf(Array.from({ length: 50_000 }, (_, n) => [50 + (n % 230), Math.floor(n / 40)]))
  const { lines } = justify(shelf, ROOM)
  assert.equal(lines.at(-1)?.end, 50_000)
})
