/** What there is to offer for a sign in the message. */

/** @import { Generation, Page } from "../lib/types.d.ts" */
/** @import { Signed } from "../lib/signs.js" */
/** @import { Composer } from "./composer.js" */
/** @import { IconName } from "./icon.js" */

import { texts as words } from "../lib/composer/texts.js"
import { Presets } from "../lib/presets.js"
import { withQuery } from "../lib/router.js"
import { texts } from "../lib/texts.js"
import { waysToAttach } from "./attach.js"
import { matcher } from "./model-list.js"
import { announce } from "./news.js"
import { presetFacts, takePreset } from "./presets-dialog.js"

const MOST = 8
const SETTLE = 180 // milliseconds without a key before the server is asked

/**
 * @typedef {{ name: IconName, picture?: string, label: string, hint?: string,
 *   run: () => unknown }} Entry
 */

/**
 * @param {Composer} composer
 * @param {Signed} signed
 * @param {AbortSignal} signal
 * @returns {Promise<Entry[]>}
 */
export async function entriesOf(composer, { sign, words: wanted }, signal) {
  if (sign === "@") return models(composer, wanted)
  if (sign === "/")
    return [...presetsOf(composer), ...deeds(composer)].filter(({ label }) => has(label, wanted))
  return pictures(composer, wanted, signal)
}

/**
 * @param {Composer} composer
 * @param {string} wanted
 * @returns {Entry[]}
 */
const models = ({ choices }, wanted) =>
  choices.models
    .filter((model) => model.available && matcher(wanted)(model))
    .slice(0, MOST)
    .map(({ id, name, is_route }) => ({
      ...entry("bolt", name, () => (choices.choose(id), announce(words.model(name)))),
      ...(is_route ? {} : { hint: id }),
    }))

/**
 * @param {Composer} composer
 * @param {string} wanted
 * @param {AbortSignal} signal
 */
async function pictures(composer, wanted, signal) {
  const { api } = composer.context
  if (composer.mostPictures === 0) {
    announce(words.noPictures)
    return []
  }
  await new Promise((settled) => setTimeout(settled, SETTLE))
  signal.throwIfAborted()
  const asked = { kind: "image", state: "succeeded", limit: MOST, q: wanted || null }
  /** @type {Page<Generation>} */
  const { items } = await api.get(withQuery("/api/generations", asked), { signal })
  return items.flatMap(({ prompt, media: [media] }) =>
    media ? [picture(composer, media, prompt)] : [],
  )
}

/**
 * @param {Composer} composer
 * @param {import("../lib/types.d.ts").Media} media
 * @param {string} prompt
 * @returns {Entry}
 */
const picture = (composer, media, prompt) => ({
  ...entry("image", prompt, () => composer.addMedia(media)),
  picture: composer.context.api.url(media.thumbnail_url ?? media.url),
})

/**
 * Those whose model can be asked.
 * @param {Composer} composer
 * @returns {Entry[]}
 */
function presetsOf({ context, choices }) {
  const presets = new Presets(context.storage, "text", choices)
  const offered = presets.all.filter((preset) => presets.isOffered(preset))
  return offered.map((preset) => ({
    ...entry("preset", preset.name, () => takePreset(presets, preset)),
    hint: presetFacts(presets, preset),
  }))
}

/**
 * What the buttons around the field do, by name.
 * @param {Composer} composer
 * @returns {Entry[]}
 */
function deeds(composer) {
  const { compare, presets, settings, context } = composer
  return [
    entry("plus", texts.text.newTitle, () => context.router.go("/generate/text")),
    ...waysToAttach(composer),
    press("columns", texts.compare.add, compare),
    press("preset", texts.presets.title, presets),
    press("sliders", texts.text.settings, settings),
  ]
}

/**
 * @param {IconName} name
 * @param {string} label
 * @param {() => unknown} run
 * @returns {Entry}
 */
const entry = (name, label, run) => ({ name, label, run })

/**
 * @param {IconName} name
 * @param {string} label
 * @param {HTMLElement} button
 */
const press = (name, label, button) => entry(name, label, () => button.click())

/**
 * @param {string} label
 * @param {string} wanted
 */
const has = (label, wanted) => label.toLowerCase().includes(wanted.toLowerCase())
