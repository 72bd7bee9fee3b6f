/** What the image page and the video page have in common: a form on one side, results on the other. */

/** @import { Child, Context, Generation, Media, Role } from "../lib/types.d.ts" */
/** @import { IconName } from "./icon.js" */
/** @import { MediaForm } from "./media-form.js" */
/** @import { Picked } from "./recall-menu.js" */
/** @import { Results } from "./results.js" */

import { h } from "../lib/dom.js"
import { acceptDrops, acceptPaste } from "../lib/given.js"
import { isFilm } from "../lib/pictures.js"
import { recallNamed } from "../lib/recall.js"
import { texts } from "../lib/texts.js"
import { emptyState } from "./empty-state.js"
import { useAddress } from "./generation-actions.js"
import { wordButton } from "./icon.js"
import { tellGiven } from "./picture-slot.js"
import { requestProblem } from "./problem-block.js"

/**
 * @param {string} title
 * @param {Child} tabs
 * @param {HTMLElement} form
 * @param {string} label of the results
 * @param {Results} results
 */
export const mediaPage = (title, tabs, form, label, results) =>
  h(
    "section",
    { class: "media-page page" },
    h("header", { class: "page-head" }, h("h1", { class: "page-title" }, title), tabs),
    h(
      "div",
      { class: "media-columns" },
      form,
      h("section", { class: "media-results", "aria-label": label }, results.element),
    ),
  )

/**
 * Nothing made yet: what will come, what it costs, and a few starts that fill, not send.
 * @param {IconName} icon
 * @param {{ emptyTitle: string, emptyHint: string, examples: string[] }} words
 * @param {(prompt: string) => void} take
 */
export const mediaEmpty = (icon, { emptyTitle, emptyHint, examples }, take) =>
  emptyState({
    icon,
    heading: h("h2", { class: "empty-title" }, emptyTitle),
    hint: emptyHint,
    actions: [
      h("p", { class: "label empty-try" }, texts.generate.tryOne),
      ...examples.map((prompt) => wordButton(prompt, () => take(prompt))),
    ],
  })

/**
 * Take pictures that are dropped or pasted anywhere on the page. When a file that came in this or
 * another way was made here, its recipe is offered.
 * @param {HTMLElement} page
 * @param {Context} context
 * @param {MediaForm} form
 * @param {(files: File[]) => void} take
 */
export function acceptFiles(page, context, form, take) {
  const accept = (/** @type {File[]} */ files) => {
    const [films, others] = [files.filter(isFilm), files.filter((file) => !isFilm(file))]
    if (others.length > 0) take(others)
    if (films.length > 0) tellGiven(page, films)
  }
  acceptDrops(page, accept)
  acceptPaste(context.signal, accept)
  page.addEventListener("given", async (event) => {
    const { offerRecipe } = await import("./recipe-offer.js")
    await offerRecipe(context, form, /** @type {CustomEvent<File[]>} */ (event).detail)
  })
}

/**
 * Bring into the form what the address names (`from`, and `use` for a part of it), and from then
 * on what is picked on the cards.
 * @param {Context} context
 * @param {MediaForm} form
 * @param {Results} results
 * @param {(role: Role, media: Media) => boolean} put a picture into its place, if there is one
 */
export async function takeOver({ api, query, router, signal }, form, results, put) {
  results.element.addEventListener("picked", (event) => {
    const { generation, verb, role, media } = /** @type {CustomEvent<Picked>} */ (event).detail
    if (verb) form.use(generation, verb)
    else if (role && media && !put(role, media)) router.go(useAddress(role, media))
  })
  const from = query.get("from")
  if (!from) return
  try {
    /** @type {Generation} */
    const generation = await api.get(`/api/generations/${encodeURIComponent(from)}`, { signal })
    form.use(generation, recallNamed(query.get("use")))
  } catch (error) {
    signal.throwIfAborted()
    form.tell(requestProblem(error))
  }
}
