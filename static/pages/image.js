/** Make images. */

/** @import { Context } from "../lib/types.d.ts" */

import { MediaForm } from "../components/media-form.js"
import { acceptFiles, mediaEmpty, mediaPage, takeOver } from "../components/media-page.js"
import { createPictureSlot } from "../components/picture-slot.js"
import { Results } from "../components/results.js"
import { Choices, modelsOf } from "../lib/choices.js"
import { mediaById } from "../lib/media.js"
import { texts } from "../lib/texts.js"

const words = texts.image

/** @param {Context} context */
export async function page(context) {
  const choices = new Choices(context.storage, "image")
  const empty = mediaEmpty("image", words, (prompt) => form.write(prompt))
  const results = new Results(context, "image", empty)
  const slot = createPictureSlot(context, "reference", {
    label: words.references,
    icon: "image",
    multiple: true,
    onchange: () => form.changed(),
  })
  const form = new MediaForm(context, choices, results, {
    kind: "image",
    label: words.prompt,
    placeholder: words.placeholder,
    pictures: slot.element,
    inputs: () => slot.tray.inputs,
    missing: () => slot.missing(),
    expect: () => {},
    place: (inputs) => slot.place(inputs),
  })
  choices.addEventListener("model", () => (slot.limits = choices.capabilities.inputs.reference))

  choices.offer(await modelsOf(context.api, "image"))
  form.begin()
  const reference = context.query.get("reference")
  if (reference) slot.tray.addMedia(mediaById(reference))
  takeOver(context, form, results, (role, media) => {
    if (role !== "reference") return false
    slot.tray.addMedia(media)
    return true
  })
  form.changed()
  results.load()
  const element = mediaPage(words.title, null, form.element, words.results, results)
  acceptFiles(element, context, form, (files) => slot.add(files))
  return element
}
