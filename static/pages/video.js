/** Make films, from words or from pictures. */

/** @import { Context, Model } from "../lib/types.d.ts" */

import { createFrames } from "../components/frames.js"
import { createMediaForm, recall } from "../components/media-form.js"
import { mediaEmpty, mediaPage } from "../components/media-page.js"
import { Results } from "../components/results.js"
import { createTabs } from "../components/tabs.js"
import { Choices } from "../lib/choices.js"
import { h } from "../lib/dom.js"
import { modelsOf } from "../lib/models.js"
import { acceptPaste } from "../lib/pictures.js"
import { withQuery } from "../lib/routes.js"
import { texts } from "../texts/en.js"

const words = texts.video

/** @typedef {"text" | "image"} Mode */

/** @param {Context} context */
export async function page(context) {
  const { api, storage, query, router, signal } = context
  const choices = new Choices(storage, "video")
  const models = await modelsOf(api, "video")
  /** @type {Mode} */
  let mode = query.get("mode") === "image" ? "image" : "text"

  const empty = mediaEmpty({
    icon: "film",
    title: words.emptyTitle,
    hint: words.emptyHint,
    examples: words.examples,
    take: (prompt) => form.write(prompt),
  })
  const results = new Results(context, "video", empty)
  const frames = createFrames(context, choices, () => form.changed())
  const form = createMediaForm(context, choices, results, {
    kind: "video",
    label: words.prompt,
    placeholder: words.placeholder,
    pictures: frames.element,
    inputs: () => (mode === "image" ? frames.inputs() : []),
    missing: () => (mode === "image" ? frames.missing() : ""),
  })

  /** @param {string} chosen */
  function enter(chosen) {
    mode = chosen === "image" ? "image" : "text"
    frames.element.hidden = mode === "text"
    form.label(mode === "image" ? words.promptWithFrame : words.prompt)
    choices.offer(models.filter(serves(mode)))
  }

  const tabs = createTabs(
    words.modes,
    [
      { id: "text", label: words.fromText },
      { id: "image", label: words.fromImage },
    ],
    mode,
    (chosen) => {
      enter(chosen)
      panel.setAttribute("aria-labelledby", `tab-${mode}`)
      router.move(withQuery("/generate/video", { mode: chosen === "image" ? chosen : null }), { replace: true })
    },
  )
  const panel = h("div", { id: "tab-panel", class: "media-panel", role: "tabpanel", "aria-labelledby": `tab-${mode}` }, form.element)
  acceptPaste(signal, (files) => mode === "image" && frames.add(files))

  enter(mode)
  form.restore(await recall(context, choices, "video"))
  if (mode === "image") frames.recall(query)
  form.changed()
  results.load().catch(() => {})
  return mediaPage(words.title, tabs, panel, words.results, results)
}

/** @param {Mode} mode */
const serves = (mode) => (/** @type {Model} */ { capabilities: { inputs } }) =>
  mode === "image" ? (inputs.first_frame?.max ?? 0) > 0 : (inputs.first_frame?.min ?? 0) === 0
