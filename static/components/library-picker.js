/** Choose one of one's own images. */

/** @import { Api } from "../lib/api.js" */
/** @import { Context, Generation, Media, Page } from "../lib/types.d.ts" */

import { isAbort } from "../lib/api.js"
import { texts as composing } from "../lib/composer/texts.js"
import { fill, h } from "../lib/dom.js"
import { withQuery } from "../lib/router.js"
import { texts } from "../lib/texts.js"
import { openDialog } from "./dialog.js"
import { wordButton } from "./icon.js"
import { announce } from "./news.js"
import { requestProblem } from "./problem-block.js"

const AT_ONCE = 60
const SETTLE = 250 // milliseconds after the last key, before anything is looked up

const words = composing.slot

/**
 * @param {Pick<Context, "api">} context
 * @returns {Promise<Media | null>} null when the person changed their mind
 */
export function pickFromLibrary({ api }) {
  return new Promise((resolve) => {
    /** @type {Media | null} */
    let picked = null
    const picker = new Picker(api, (media) => ((picked = media), dialog.close()))
    const onclose = () => (picker.end(), resolve(picked))
    const dialog = openDialog({ title: words.pickTitle, onclose }, picker.element)
    picker.read()
  })
}

/** The newest images first, those whose prompt has the words in it. */
class Picker {
  #asked = new AbortController()
  /** @type {number | undefined} */
  #timer

  /**
   * @param {Api} api
   * @param {(media: Media) => void} onpick
   */
  constructor(api, onpick) {
    this.api = api
    this.onpick = onpick
    this.list = h("ul", { class: "picker" })
    this.foot = h("div", { class: "picker-end" })
    this.search = h("input", {
      class: "input",
      type: "search",
      maxlength: 200,
      placeholder: words.pickSearch,
      "aria-label": words.pickSearch,
      oninput: () => this.#later(),
    })
    this.element = h("div", { class: "form" }, this.search, this.list, this.foot)
  }

  end() {
    clearTimeout(this.#timer)
    this.#asked.abort()
  }

  #later() {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.read(), SETTLE)
  }

  /**
   * What was asked before is no longer waited for.
   * @param {string} [before] where the last page ended
   */
  async read(before) {
    this.#asked.abort()
    this.#asked = new AbortController()
    const { signal } = this.#asked
    const q = this.search.value.trim()
    const asked = { kind: "image", state: "succeeded", limit: AT_ONCE, q: q || null, before }
    try {
      /** @type {Page<Generation>} */
      const page = await this.api.get(withQuery("/api/generations", asked), { signal })
      this.#show(page, before !== undefined)
    } catch (error) {
      if (!isAbort(error)) fill(this.foot, requestProblem(error))
    }
  }

  /**
   * @param {Page<Generation>} page
   * @param {boolean} isMore
   */
  #show({ items, next }, isMore) {
    const tiles = items.flatMap(({ media, prompt }) => media.map((one) => this.#tile(one, prompt)))
    if (!isMore) fill(this.list)
    this.list.append(...tiles)
    if (isMore) tiles[0]?.querySelector("button")?.focus()
    const isEmpty = this.list.childElementCount === 0
    const empty = this.search.value ? words.pickNothing : words.pickEmpty
    if (isEmpty) announce(empty)
    fill(
      this.foot,
      isEmpty && h("p", { class: "hint" }, empty),
      next && wordButton(texts.common.more, () => this.read(next)),
    )
  }

  /**
   * @param {Media} media
   * @param {string} prompt
   */
  #tile(media, prompt) {
    const { api, onpick } = this
    return h(
      "li",
      {},
      h(
        "button",
        {
          type: "button",
          class: "picker-tile",
          "aria-label": prompt,
          onclick: () => onpick(media),
        },
        h("img", { src: api.url(media.thumbnail_url ?? media.url), alt: "", loading: "lazy" }),
      ),
    )
  }
}
