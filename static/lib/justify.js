/** Tiles of different shapes as lines of one width under the headings of their days. Pure.
 *
 * All lines are laid out at once, before anything is drawn: that is what makes the scroll bar
 * honest and lets one jump anywhere. 50,000 tiles take some milliseconds. */

/** @import { Shelf } from "./shelf.js" */

/**
 * A line of tiles from `start` to before `end`, or the heading of a day, which has none.
 * @typedef {object} Line
 * @property {number} top
 * @property {number} height
 * @property {number} start
 * @property {number} end
 * @property {number | null} day a moment of the day it is the heading of
 */

/** @typedef {{ width: number, row: number, gap: number, heading: number, apart: number }} Room */
/** @typedef {{ lines: Line[], height: number }} Layout */

export const HEADING = 40 // pixels
const NARROW = 560 // pixels; below, tiles are smaller and closer

/**
 * @param {number} width pixels
 * @returns {Room}
 */
export const roomOf = (width) => ({
  width,
  row: width < NARROW ? 128 : Math.min(224, Math.max(150, width / 5.5)),
  gap: width < NARROW ? 4 : 8,
  heading: HEADING,
  apart: 20,
})

const STRETCH = 1.35 // how much taller than wanted the last line of a day may become to be full

/**
 * @param {Shelf} shelf
 * @param {Room} room pixels
 * @returns {Layout}
 */
export function justify(shelf, room) {
  /** @type {Line[]} */
  const lines = []
  let top = 0
  for (let start = 0; start < shelf.size; ) {
    const day = shelf.time(start)
    if (start > 0) top += room.apart
    lines.push({ top, height: room.heading, start, end: start, day })
    top += room.heading
    const end = endOfDay(shelf, start)
    while (start < end) {
      const line = fill(shelf, start, end, room)
      lines.push({ top, ...line, day: null })
      top += line.height + room.gap
      start = line.end
    }
    top -= room.gap
  }
  return { lines, height: top }
}

/**
 * The day is the person's own: it begins at their midnight.
 * @param {Shelf} shelf
 * @param {number} start
 */
function endOfDay(shelf, start) {
  const midnight = new Date(shelf.time(start)).setHours(0, 0, 0, 0)
  let end = start + 1
  while (end < shelf.size && shelf.time(end) >= midnight) end += 1
  return end
}

/**
 * As many tiles as make a full line of about the height that is wanted.
 * @param {Shelf} shelf
 * @param {number} start
 * @param {number} last
 * @param {Room} room
 */
function fill(shelf, start, last, { width, row, gap }) {
  let sum = 0
  for (let end = start; end < last; end += 1) {
    const before = sum
    sum += shelf.ratio(end)
    const height = (width - gap * (end - start)) / sum
    if (height > row) continue
    // Whichever is closer to what is wanted: with this tile, or without.
    const without = end > start ? (width - gap * (end - start - 1)) / before : Infinity
    if (without - row < row - height) return { start, end, height: without }
    return { start, end: end + 1, height }
  }
  const full = (width - gap * (last - start - 1)) / sum
  return { start, end: last, height: full <= row * STRETCH ? full : row }
}

/**
 * The lines that lie between two heights: first and one after the last.
 * @param {Line[]} lines
 * @param {number} from
 * @param {number} to
 * @returns {[number, number]}
 */
export function between(lines, from, to) {
  const first = firstWhere(lines, ({ top, height }) => top + height >= from)
  return [first, firstWhere(lines, ({ top }) => top > to)]
}

/**
 * The line of tiles something is in.
 * @param {Line[]} lines
 * @param {number} at
 */
export const lineOf = (lines, at) => firstWhere(lines, ({ end }) => end > at)

/**
 * The tile above or below another, or the same when there is none.
 * @param {Shelf} shelf
 * @param {Line[]} lines
 * @param {number} at
 * @param {1 | -1} direction
 */
export function beside(shelf, lines, at, direction) {
  const own = lineOf(lines, at)
  let next = own + direction
  while (lines[next]?.day !== null && lines[next]) next += direction
  const from = lines[own]
  const to = lines[next]
  if (!from || !to) return at
  const middle = centre(shelf, from, at)
  let best = to.start
  for (let other = to.start; other < to.end; other += 1) {
    const off = (/** @type {number} */ one) => Math.abs(centre(shelf, to, one) - middle)
    if (off(other) < off(best)) best = other
  }
  return best
}

/**
 * Where the middle of a tile is, but for the gaps, which are the same for all.
 * @param {Shelf} shelf
 * @param {Line} line
 * @param {number} at
 */
function centre(shelf, line, at) {
  let left = 0
  for (let other = line.start; other < at; other += 1) left += shelf.ratio(other) * line.height
  return left + (shelf.ratio(at) * line.height) / 2
}

/**
 * @param {Line[]} lines ordered, so that once it is true it stays true
 * @param {(line: Line) => boolean} is
 */
function firstWhere(lines, is) {
  let [low, high] = [0, lines.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (is(/** @type {Line} */ (lines[middle]))) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * Tells lines apart, also of different layouts.
 * @param {Line} line
 */
export const keyOf = ({ start, end, day, top }) => `${start}-${end}-${day ?? ""}-${top}`
