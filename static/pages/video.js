/** Make films, from words or from pictures. */

/** @import { Context, Input, Model, Role } from "../lib/types.d.ts" */
/** @import { Mode } from "../lib/fields.js" */

import { createFrames } from "../components/frames.js"
import { MediaForm } from "../components/media-form.js"
import { acceptFiles, mediaEmpty, mediaPage, takeOver } from "../components/media-page.js"
import { createPictureSlot } from "../components/picture-slot.js"
import { Results } from "../components/results.js"
import { createTabs } from "../components/tabs.js"
import { Choices, modelsOf } from "../lib/choices.js"
import { h } from "../lib/dom.js"
import { serves, slotsOf } from "../lib/fields.js"
import { withQuery } from "../lib/router.js"
import { texts } from "../lib/texts.js"

const words = texts.video

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
    this.references = this.#createReferences()
    this.form = this.#createForm()
    this.panel = h(
      "div",
      { id: "tab-panel", class: "media-panel", role: "tabpanel" },
      this.form.element,
    )
    this.tabs = this.#createTabs()
    this.element = mediaPage(
      words.title,
      this.tabs.element,
      this.panel,
      words.results,
      this.results,
    )
    this.#enter(context.query.get("mode") === "image" ? "image" : "text")
  }

  async open() {
    const { query } = this.context
    acceptFiles(this.element, this.context, this.form, (files) => this.#addFiles(files))
    this.form.begin()
    for (const [role, name] of FRAMES) {
      const id = query.get(name)
      if (id) this.#put(role, id)
    }
    await takeOver(this.context, this.form, this.results, (role, { id }) => this.#put(role, id))
    this.form.changed()
    this.results.load()
  }

  #createReferences() {
    return createPictureSlot(this.context, "reference", {
      label: words.references,
      icon: "image",
      multiple: true,
      onchange: () => this.form.changed(),
    })
  }

  #createForm() {
    const { frames, references } = this
    this.choices.addEventListener("model", () => this.#showSlots())
    return new MediaForm(this.context, this.choices, this.results, {
      kind: "video",
      label: words.prompt,
      placeholder: words.placeholder,
      pictures: [frames.element, references.element],
      inputs: () => (this.#mode === "image" ? frames.inputs() : references.tray.inputs),
      missing: () => (this.#mode === "image" ? frames.missing() : references.missing()),
      expect: (inputs) => this.#move(hasFrames(inputs) ? "image" : "text"),
      place: (inputs) => (this.#mode === "image" ? frames : references).place(inputs),
    })
  }

  #createTabs() {
    const tabs = [
      { id: "text", label: words.fromText },
      { id: "image", label: words.fromImage },
    ]
    return createTabs(words.modes, tabs, "text", (chosen) =>
      this.#move(chosen === "image" ? chosen : "text"),
    )
  }

  /** Go over to a mode, and let the address say so. @param {Mode} mode */
  #move(mode) {
    if (mode === this.#mode) return
    this.#enter(mode)
    const address = withQuery("/generate/video", { mode: mode === "image" ? mode : null })
    this.context.router.move(address, { replace: true })
  }

  /** @param {Mode} mode */
  #enter(mode) {
    this.#mode = mode
    this.tabs.select(mode)
    this.form.label = mode === "image" ? words.promptWithFrame : words.prompt
    this.panel.setAttribute("aria-labelledby", `tab-${mode}`)
    this.choices.offer(this.models.filter(serves(mode)))
  }

  #showSlots() {
    const slots = slotsOf("video", this.#mode, this.choices.capabilities.inputs)
    this.frames.element.hidden = this.#mode === "text"
    this.references.limits = slots.reference
  }

  /**
   * @param {Role} role
   * @param {string} id
   */
  #put(role, id) {
    if (role === "reference") return false
    this.#move("image")
    if (!this.choices.capabilities.inputs[role]) this.#chooseFor(role)
    this.frames.put(role, id)
    this.form.prompt.field.focus()
    return true
  }

  /** A model that can do what was asked, since the chosen one cannot. @param {Role} role */
  #chooseFor(role) {
    const able = this.choices.models.find(
      ({ available, capabilities }) => available && capabilities.inputs[role],
    )
    if (!able) return
    this.choices.choose(able.id)
    this.form.tell(h("p", { class: "hint" }, words.chosenFor(able.name)))
  }

  /** Where there is no place for pictures among words, a picture is the start of a film. */
  #addFiles(/** @type {File[]} */ files) {
    if (this.#mode === "text" && !this.references.element.hidden)
      return this.references.add(files)
    this.#move("image")
    this.frames.add(files)
  }
}

/** @type {[Role, string][]} */
const FRAMES = [
  ["first_frame", "first"],
  ["last_frame", "last"],
]

/** @param {readonly Input[]} inputs */
const hasFrames = (inputs) => inputs.some(({ role }) => FRAMES.some(([frame]) => frame === role))
