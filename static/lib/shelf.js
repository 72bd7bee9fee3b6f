/** What the library holds: one short record for each thing, newest first, as the server's index
 * writes them. Nothing is unpacked before it is asked for. Pure. */

/** @import { Generation, Kind } from "./types.d.ts" */

const RECORD = 49
/** @type {Record<string, Kind>} */
const KINDS = { t: "text", i: "image", v: "video" }

const NARROWEST = 0.5
const WIDEST = 2.8
const TEXT = 1.5 // width by height of the card of a text
const ABREAST = 3 // files of one request that lie side by side; more become a square of four

export class Shelf {
  #records

  /** @param {string} records */
  constructor(records = "") {
    this.#records = records
  }

  get size() {
    return this.#records.length / RECORD
  }

  /** Whether they hold the same, in the same shape. @param {Shelf} other */
  is(other) {
    return this.#records === other.#records
  }

  /** @param {number} at */
  id(at) {
    const hex = this.#part(at, 0, 32)
    const lengths = [8, 4, 4, 4, 12]
    let from = 0
    return lengths.map((length) => hex.slice(from, (from += length))).join("-")
  }

  /** @param {number} at @returns {Kind} */
  kind(at) {
    return KINDS[this.#part(at, 32, 33)] ?? "image"
  }

  /** When it was asked for or deleted. Milliseconds since 1970. @param {number} at */
  time(at) {
    return Number(this.#part(at, 33, 43)) * 1000
  }

  /** @param {number} at */
  files(at) {
    return Number(this.#part(at, 47, 49))
  }

  /** Width by height of its tile. @param {number} at */
  ratio(at) {
    if (this.#part(at, 32, 33) === "t") return TEXT
    const one = Number(this.#part(at, 43, 47)) / 100 || 1
    const files = this.files(at)
    return Math.min(WIDEST, Math.max(NARROWEST, files > ABREAST ? one : one * Math.max(1, files)))
  }

  /**
   * Where something is, or -1.
   * @param {string} id
   */
  indexOf(id) {
    const hex = id.replaceAll("-", "")
    if (hex.length !== 32) return -1
    let found = this.#records.indexOf(hex)
    // What begins within a record is a chance likeness.
    while (found >= 0 && found % RECORD !== 0) found = this.#records.indexOf(hex, found + 1)
    return found < 0 ? -1 : found / RECORD
  }

  /**
   * The ids from one place to another, in order; whichever comes first.
   * @param {number} one
   * @param {number} other
   */
  ids(one = 0, other = this.size - 1) {
    if (this.size === 0) return []
    const [from, to] = one < other ? [one, other] : [other, one]
    return Array.from({ length: to - from + 1 }, (_, index) => this.id(from + index))
  }

  /** @param {Iterable<string>} ids */
  without(ids) {
    const places = [...ids].map((id) => this.indexOf(id)).filter((at) => at >= 0)
    places.sort((one, other) => one - other)
    const kept = places.map((at, index) =>
      this.#records.slice(index ? (Number(places[index - 1]) + 1) * RECORD : 0, at * RECORD),
    )
    const last = places.at(-1)
    return new Shelf(kept.join("") + this.#records.slice(last === undefined ? 0 : (last + 1) * RECORD))
  }

  /**
   * With one thing more, where its time puts it.
   * @param {Generation} generation
   */
  with(generation) {
    const record = recordOf(generation)
    const time = Number(record.slice(33, 43)) * 1000
    let [low, high] = [0, this.size]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.time(middle) > time) low = middle + 1
      else high = middle
    }
    const at = low * RECORD
    return new Shelf(this.#records.slice(0, at) + record + this.#records.slice(at))
  }

  /**
   * @param {number} at
   * @param {number} from
   * @param {number} to
   */
  #part(at, from, to) {
    return this.#records.slice(at * RECORD + from, at * RECORD + to)
  }
}

/** @param {Generation} generation */
function recordOf({ id, kind, created_at, media }) {
  const [first] = media
  const shape = first?.width && first.height ? Math.round((100 * first.width) / first.height) : 0
  return (
    id.replaceAll("-", "") +
    kind.charAt(0) +
    digits(Math.floor(Date.parse(created_at) / 1000), 10) +
    digits(Math.min(9999, shape), 4) +
    digits(Math.min(99, media.length), 2)
  )
}

/**
 * @param {number} value
 * @param {number} length
 */
const digits = (value, length) => String(value).padStart(length, "0")
