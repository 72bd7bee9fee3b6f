/** Choose one of one's own images. */

/** @import { Context, Generation, Media, Page } from "../lib/types.d.ts" */

import { fill, h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { openDialog } from "./dialog.js"
import { requestProblem } from "./problem-block.js"

const AT_ONCE = 60

/**
 * @param {Pick<Context, "api">} context
 * @returns {Promise<Media | null>} null when the person changed their mind
 */
export function pickFromLibrary({ api }) {
  return new Promise((resolve) => {
    /** @type {Media | null} */
    let picked = null
    const list = h("ul", { class: "picker" })
    const dialog = openDialog({ title: texts.slot.pickTitle, onclose: () => resolve(picked) }, list)

    const tile = (/** @type {Media} */ media, /** @type {string} */ prompt) =>
      h(
        "li",
        {},
        h(
          "button",
          {
            type: "button",
            class: "picker-tile",
            "aria-label": prompt,
            onclick: () => ((picked = media), dialog.close()),
          },
          h("img", { src: api.url(media.thumbnail_url ?? media.url), alt: "", loading: "lazy" }),
        ),
      )

    api.get(`/api/generations?kind=image&state=succeeded&limit=${AT_ONCE}`).then(
      (page) => {
        const { items } = /** @type {Page<Generation>} */ (page)
        const tiles = items.flatMap(({ media, prompt }) => media.map((one) => tile(one, prompt)))
        fill(list, tiles.length > 0 ? tiles : h("li", { class: "hint" }, texts.slot.pickEmpty))
      },
      (error) => fill(list, h("li", {}, requestProblem(error))),
    )
  })
}
