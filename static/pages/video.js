/** Make films, from words or from pictures. */

/** @import { Context, Model } from "../lib/types.d.ts" */

import { createFrames } from "../components/frames.js"
import { MediaForm } from "../components/media-form.js"
import { mediaEmpty, mediaPage } from "../components/media-page.js"
import { Results } from "../components/results.js"
import { createTabs } from "../components/tabs.js"
import { Choices, modelsOf } from "../lib/choices.js"
import { h } from "../lib/dom.js"
import { acceptPaste } from "../lib/pictures.js"
import { withQuery } from "../lib/router.js"
import { texts } from "../lib/texts.js"

const words = texts.video

/** @typedef {"text" | "image"} Mode */

/** @param {Context} context */
export async function page(context) {
  const video = new VideoPage(context, await modelsOf(context.api, "video"))
  await video.open()
  return video.element
}

class VideoPage {
  /** @type {Mode} */
  #mode = "text"

  /**
   * @param {Context} context
   * @param {Model[]} models
   */
  constructor(context, models) {
    this.context = context
    this.models = models
    this.choices = new Choices(context.storage, "video")
    const empty = mediaEmpty("film", words, (prompt) => this.form.write(prompt))
    this.results = new Results(context, "video", empty)
    this.frames = createFrames(context, this.choices, () => this.form.changed())
    this.form = this.#createForm()
    this.panel = h(
      "div",
      { id: "tab-panel", class: "media-panel", role: "tabpanel" },
      this.form.element,
    )
    this.#enter(context.query.get("mode"))
    this.element = mediaPage(
      words.title,
      this.#createTabs(),
      this.panel,
      words.results,
      this.results,
    )
  }

  async open() {
    const { query, signal } = this.context
    acceptPaste(signal, (files) => this.#mode === "image" && this.frames.add(files))
    await this.form.recall()
    if (this.#mode === "image") this.frames.recall(query)
    this.form.changed()
    this.results.load()
  }

  #createForm() {
    const { frames } = this
    return new MediaForm(this.context, this.choices, this.results, {
      kind: "video",
      label: words.prompt,
      placeholder: words.placeholder,
      pictures: frames.element,
      inputs: () => (this.#mode === "image" ? frames.inputs() : []),
      missing: () => (this.#mode === "image" ? frames.missing() : ""),
    })
  }

  #createTabs() {
    const tabs = [
      { id: "text", label: words.fromText },
      { id: "image", label: words.fromImage },
    ]
    return createTabs(words.modes, tabs, this.#mode, (chosen) => {
      this.#enter(chosen)
      const mode = chosen === "image" ? chosen : null
      this.context.router.move(withQuery("/generate/video", { mode }), { replace: true })
    })
  }

  /** @param {string | null} chosen */
  #enter(chosen) {
    const mode = chosen === "image" ? "image" : "text"
    this.#mode = mode
    this.frames.element.hidden = mode === "text"
    this.form.label = mode === "image" ? words.promptWithFrame : words.prompt
    this.panel.setAttribute("aria-labelledby", `tab-${mode}`)
    this.choices.offer(this.models.filter(serves(mode)))
  }
}

/** @param {Mode} mode */
const serves =
  (mode) =>
  (/** @type {Model} */ { capabilities: { inputs } }) =>
    mode === "image" ? (inputs.first_frame?.max ?? 0) > 0 : (inputs.first_frame?.min ?? 0) === 0
