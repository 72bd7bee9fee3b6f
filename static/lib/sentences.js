/** A text that grows, in the sentences it is heard in: without its code and its marks. Pure. */

/** Where code begins or ends. */
const FENCE = /^\s*(?:(`{3,})[^`]*|(~{3,}).*)$/
/** What a line is, before what it says: a quotation, a heading, an item of a list, done or not. */
const LINE_MARKS = /^\s*(?:(?:>|#{1,6}|[-*+]|\d{1,3}[.)])(?:\s+|$))+(?:\[[ xX]\]\s+)?/
/** A line between two parts, or between the head of a table and its rows. */
const RULE = /^[\s|:*_-]{3,}$/
const LINKS = /!?\[([^\]]*)\]\([^)]*\)/g
const TAGS = /<\/?[a-z][^>]*>/gi
const MARKS = /`+|~~|(?<![\p{L}\p{N}])[*_]+(?=\S)|(?<=\S)[*_]+(?![\p{L}\p{N}])/gu
const CELLS = /\s*\|\s*/g

export class Sentences {
  /** Up to where whole lines were told. */
  #place = 0
  /** How much of the line behind them was, without its marks. */
  #told = 0
  /** What ends the code that stands here. */
  #fence = ""

  /** @param {string} locale */
  constructor(locale) {
    this.segmenter = new Intl.Segmenter(locale, { granularity: "sentence" })
  }

  /**
   * The sentences that are complete and were not told before. The last one is, once another has
   * begun, the line has ended, or all is over.
   *
   * @param {string} text all there is so far. When it is told again from its start, nothing is
   *   told twice
   * @param {boolean} [isOver]
   * @returns {string[]}
   */
  next(text, isOver = false) {
    /** @type {string[]} */
    const found = []
    for (;;) {
      const end = text.indexOf("\n", this.#place)
      if (end < 0) break
      found.push(...this.#heard(text.slice(this.#place, end), true))
      this.#place = end + 1
      this.#told = 0
    }
    return [...found, ...this.#heard(text.slice(this.#place), isOver)]
  }

  /**
   * @param {string} line
   * @param {boolean} isWhole
   */
  #heard(line, isWhole) {
    const fence = FENCE.exec(line)
    const mark = fence?.[1] ?? fence?.[2] ?? ""
    if (this.#fence || mark) {
      if (isWhole) this.#turn(mark)
      return []
    }
    const pieces = [...this.segmenter.segment(spoken(line))]
    const whole = isWhole ? pieces : pieces.slice(0, -1)
    const found = whole.filter(({ index }) => index >= this.#told)
    const last = found.at(-1)
    if (last) this.#told = last.index + last.segment.length
    return found.map(({ segment }) => segment.trim()).filter((each) => /[\p{L}\p{N}]/u.test(each))
  }

  /**
   * Into code, or out of it.
   * @param {string} mark
   */
  #turn(mark) {
    if (!this.#fence) this.#fence = mark
    else if (mark.startsWith(this.#fence)) this.#fence = ""
  }
}

/**
 * A line as it is said. What more of the line brings changes only its end.
 * @param {string} line
 */
function spoken(line) {
  if (RULE.test(line)) return ""
  const text = line.replace(LINE_MARKS, "").replace(LINKS, "$1").replace(TAGS, "").replace(MARKS, "")
  return text.startsWith("|") ? text.replace(/^\s*\||\|\s*$/g, "").replace(CELLS, ", ") : text
}
