/** Choose a preset, save what is chosen as one, rename and delete. */

/** @import { Context, Kind } from "../lib/types.d.ts" */
/** @import { Choices } from "../lib/choices.js" */
/** @import { Preset } from "../lib/presets.js" */

import { texts as composing } from "../lib/composer/texts.js"
import { fill, h } from "../lib/dom.js"
import { Presets } from "../lib/presets.js"
import { texts } from "../lib/texts.js"
import { openDialog, prompt } from "./dialog.js"
import { iconButton } from "./icon.js"
import { alarm, announce, toast } from "./news.js"
import { nameOf, valueText } from "./setting-words.js"

const words = composing.presets
const LONGEST = 60 // letters of a name

/**
 * @param {Kind} kind
 * @param {{ context: Pick<Context, "storage">, choices: Choices }} form
 */
export function openPresets(kind, { context, choices }) {
  const presets = new Presets(context.storage, kind, choices)
  const list = h("ul", { class: "presets" })
  const none = h("p", { class: "hint" }, words.none)
  const draw = () => {
    const { all } = presets
    none.hidden = all.length > 0
    fill(
      list,
      all.map((preset) => row(presets, preset, draw, () => dialog.close())),
    )
  }
  const closed = new AbortController()
  // The models may come, or be others in another mode, while it is open.
  choices.addEventListener("model", draw, { signal: closed.signal })
  const dialog = openDialog(
    { title: texts.presets.title, onclose: () => closed.abort() },
    h("p", { class: "hint" }, presets.kind === "text" ? words.hintText : words.hint),
    list,
    none,
    saveForm(presets, draw),
  )
  draw()
}

/**
 * Choose what a preset says, with a way back.
 * @param {Presets} presets
 * @param {Preset} preset
 */
export function takePreset(presets, preset) {
  const before = presets.chosen
  if (!presets.take(preset)) return alarm(words.gone)
  toast(words.taken(preset.name), {
    label: texts.common.undo,
    act: () => presets.take(before),
  })
  announce(words.taken(preset.name))
}

/**
 * @param {Presets} presets
 * @param {Preset} preset
 */
export function presetFacts({ choices }, { model, params, system }) {
  const { name = model } = choices.models.find(({ id }) => id === model) ?? {}
  const settings = Object.entries(params).map(
    ([key, value]) => `${nameOf(key)} ${valueText(key, value)}`,
  )
  return [name, ...settings, system && words.withSystem].filter(Boolean).join(" · ")
}

/**
 * @param {Presets} presets
 * @param {Preset} preset
 * @param {() => void} draw
 * @param {() => void} close
 */
function row(presets, preset, draw, close) {
  const { id, name } = preset
  const isOffered = presets.isOffered(preset)
  const facts = isOffered ? presetFacts(presets, preset) : words.gone
  const remove = () => {
    const kept = presets.all
    const at = kept.findIndex((each) => each.id === id)
    presets.remove(id)
    draw()
    toast(words.removed(name), {
      label: texts.common.undo,
      act: () => ((presets.all = kept), draw()),
    })
    focusRow(at)
  }
  return h(
    "li",
    { class: "preset" },
    h(
      "button",
      {
        type: "button",
        class: "preset-take",
        disabled: !isOffered,
        onclick: () => (close(), takePreset(presets, preset)),
      },
      h("span", { class: "preset-name", dir: "auto" }, name),
      h("span", { class: "hint" }, facts),
    ),
    iconButton("edit", words.rename(name), () => rename(presets, preset, draw)),
    iconButton("trash", words.remove(name), remove),
  )
}

/** Where a row was, the next one is now; after the last there is the field. @param {number} at */
function focusRow(at) {
  const rows = document.querySelectorAll(".presets .preset-take")
  const next = rows[Math.min(at, rows.length - 1)] ?? document.querySelector(".preset-form input")
  if (next instanceof HTMLElement) next.focus()
}

/**
 * @param {Presets} presets
 * @param {Preset} preset
 * @param {() => void} draw
 */
async function rename(presets, { id, name: value }, draw) {
  const answer = await prompt({
    title: words.renameTitle,
    label: words.name,
    value,
    yes: texts.common.save,
  })
  const name = answer?.trim().slice(0, LONGEST)
  if (!name) return
  if (!presets.rename(id, name)) return toast(words.exists(name))
  draw()
  focusRow(presets.all.findIndex((each) => each.id === id))
}

/**
 * @param {Presets} presets
 * @param {() => void} draw
 */
function saveForm(presets, draw) {
  const field = h("input", { class: "input", required: true, maxlength: LONGEST })
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault()
    const name = field.value.trim()
    if (!name) return
    const kept = presets.all
    const isNew = presets.named(name) === null
    presets.save(name)
    draw()
    field.value = ""
    if (isNew) return announce(words.saved(name))
    const act = () => ((presets.all = kept), draw())
    toast(words.replaced(name), { label: texts.common.undo, act })
  }
  return h(
    "form",
    { class: "preset-form", onsubmit: submit },
    h("label", { class: "field" }, h("span", { class: "label" }, words.saveAs), field),
    h("button", { class: "button button-primary" }, texts.common.save),
  )
}
