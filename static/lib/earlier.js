/** Going back through what was written before, as a shell does. Pure. */

/** Begins anew whenever the text is changed by other means. */
export class Earlier {
  #at = 0
  /** What was being written when going back began. */
  #own = ""
  /** @type {string | null} */
  #shown = null

  /**
   * @param {string[]} earlier the newest last
   * @param {string} text what stands in the field now
   * @param {-1 | 1} step -1: an earlier one
   * @returns {string | null} what should stand there; null when there is nothing further
   */
  step(earlier, text, step) {
    if (this.#shown === null || text !== this.#shown) {
      this.#own = text
      this.#at = earlier.length
    }
    const at = this.#at + step
    if (at < 0 || at > earlier.length) return null
    this.#at = at
    this.#shown = earlier[at] ?? this.#own
    return this.#shown
  }
}
