/** A file came in that was made here: offer what it was made with. Fetched with the first file. */

/** @import { Context, Generation } from "../lib/types.d.ts" */
/** @import { MediaForm } from "./media-form.js" */
/** @import { Recall } from "../lib/recall.js" */

import { texts as composing } from "../lib/composer/texts.js"
import { h } from "../lib/dom.js"
import { originOf } from "../lib/origin.js"
import { isFilm } from "../lib/pictures.js"
import { recallsOf } from "../lib/recall.js"
import { texts } from "../lib/texts.js"
import { formAddress } from "./generation-actions.js"
import { wordButton } from "./icon.js"
import { announce } from "./news.js"

const words = texts.recall
/** @type {Recall[]} */
const OFFERED = ["all", "remix"]

/**
 * Nothing is said of a picture that is not known: it is used as any other. A film can be used for
 * nothing else.
 * @param {Context} context
 * @param {MediaForm} form
 * @param {File[]} files
 */
export async function offerRecipe({ api, router, signal }, form, files) {
  // What cannot be found out now is as good as unknown: nobody asked for it.
  const made = await originOf(api, files, signal).catch(() => null)
  if (signal.aborted) return
  if (!made) return files.every(isFilm) && form.tell(h("p", { class: "hint" }, composing.slot.notPicture))
  const use = (/** @type {Recall} */ verb) =>
    made.kind === form.own.kind ? form.use(made, verb) : router.go(formAddress(made, verb))
  form.tell(offer(made, use, () => form.tell(null)))
  announce(words.made(nameOf(made)))
}

/**
 * @param {Generation} made
 * @param {(verb: Recall) => void} use
 * @param {() => void} dismiss
 */
const offer = (made, use, dismiss) =>
  h(
    "div",
    {},
    h("p", { dir: "auto" }, words.made(nameOf(made))),
    h(
      "div",
      { class: "button-row" },
      recallsOf(made)
        .filter((verb) => OFFERED.includes(verb))
        .map((verb) => wordButton(words.verbs[verb], () => use(verb))),
      wordButton(texts.common.dismiss, dismiss, { class: "button-quiet" }),
    ),
  )

/** @param {Generation} made */
const nameOf = ({ title, prompt }) => title || prompt.slice(0, 80)
