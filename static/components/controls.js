/** Settings of a model, drawn from what it says it can do. Nothing is shown that does nothing. */

/** @import { Choices } from "../lib/choices.js" */
/** @import { Option } from "../lib/fields.js" */
/** @import { Control } from "../lib/types.d.ts" */
/** @import { NumberControl } from "./control-number.js" */
/** @import { Naming } from "./setting.js" */

import { fill, freshId, h } from "../lib/dom.js"
import { asRange, defaultOf, fieldsOf, IN_A_ROW, optionsOf } from "../lib/fields.js"
import { ratioOf } from "../lib/fitting.js"
import { texts } from "../lib/texts.js"
import { numberControl } from "./control-number.js"
import { seedControl } from "./control-seed.js"
import { helpText, nameOf, optionText } from "./setting-words.js"
import { helpId, setting, settingGroup } from "./setting.js"

const words = texts.params

/**
 * The settings named in `names`, in that order, as far as the chosen model has them.
 * @param {Choices} choices
 * @param {string[]} names
 */
export function createControls(choices, names) {
  const element = h("div", { class: "controls" })
  const draw = () => {
    const held = heldBy(element)
    const fields = fieldsOf(choices.capabilities, names)
    element.hidden = fields.length === 0
    fill(
      element,
      fields.map(({ name, control }) => {
        const field = controlFor(choices, name, control)
        field.dataset["field"] = name
        return field
      }),
    )
    if (held) inputOf(element, held)?.focus()
  }
  choices.addEventListener("model", draw)
  draw()
  return element
}

/**
 * Those that few people touch, behind a word; not even that where the model has none of them.
 * @param {Choices} choices
 * @param {string[]} names
 */
export function createFoldedControls(choices, names) {
  const summary = h("summary", {}, words.advanced)
  const element = h("details", { class: "fold" }, summary, createControls(choices, names))
  const show = () => (element.hidden = fieldsOf(choices.capabilities, names).length === 0)
  choices.addEventListener("model", show)
  show()
  return element
}

/**
 * The setting whose control has the focus, to be given back after the controls were drawn anew.
 * @param {HTMLElement} element
 */
function heldBy(element) {
  const { activeElement } = document
  const field = element.contains(activeElement) ? activeElement?.closest("[data-field]") : null
  return field instanceof HTMLElement ? field.dataset["field"] : undefined
}

/**
 * @param {HTMLElement} element
 * @param {string} name
 * @returns {HTMLElement | null}
 */
const inputOf = (element, name) =>
  element.querySelector(
    `[data-field="${name}"] :is(input:checked, input:not([type="radio"]), select)`,
  )

/**
 * @param {Choices} choices
 * @param {string} name
 * @param {Control} control
 */
function controlFor(choices, name, control) {
  const naming = { id: freshId(name), label: nameOf(name), help: helpText(name, control) }
  if (name === "seed") return seedControl(choices, naming)
  if (control.type === "boolean") return switchControl(choices, name, control, naming)
  const range = asRange(control)
  if (range) return numberControl(choices, name, range, naming)
  const options = optionsOf(control)
  if (!options) return numberControl(choices, name, /** @type {NumberControl} */ (control), naming)
  const isShort = options.every((option) => optionText(name, option).length < 12)
  if (name === "aspect_ratio" || (options.length <= IN_A_ROW + 1 && isShort))
    return radioControl(choices, name, options, control, naming)
  return selectControl(choices, name, options, control, naming)
}

/** What is chosen now. @param {Choices} choices @param {string} name @param {Control} control */
const current = (choices, name, control) => choices.params[name] ?? defaultOf(control)

/**
 * Choosing the default leaves it to the model.
 * @param {Choices} choices
 * @param {string} name
 * @param {Option | boolean} value
 * @param {Control} control
 */
const choose = (choices, name, value, control) =>
  choices.set(name, value === defaultOf(control) ? null : value)

/**
 * @param {Choices} choices
 * @param {string} name
 * @param {Option[]} options
 * @param {Control} control
 * @param {Naming} naming
 */
function radioControl(choices, name, options, control, naming) {
  const group = freshId(name)
  const chosen = current(choices, name, control)
  const drawn = name === "aspect_ratio"
  const segment = (/** @type {Option} */ option) =>
    h(
      "label",
      { class: drawn ? "segment segment-ratio" : "segment" },
      h("input", {
        type: "radio",
        name: group,
        value: option ?? "",
        checked: option === chosen,
        onchange: () => choose(choices, name, option, control),
      }),
      h("span", {}, drawn && ratioFrame(option), optionText(name, option)),
    )
  const values = drawn ? shapesInOrder(options) : options
  const rest = values.slice(SHAPES)
  return settingGroup(
    { ...naming, kind: drawn ? "segments segments-ratio" : "segments" },
    "radiogroup",
    h("div", { class: "segments-row" }, values.slice(0, SHAPES).map(segment)),
    rest.length > 0 &&
      h(
        "details",
        { class: "fold", open: rest.some((option) => option === chosen) },
        h("summary", {}, words.moreShapes),
        h("div", { class: "segments-row" }, rest.map(segment)),
      ),
  )
}

/** How many choices are shown before the rest is folded away: two rows of shapes. */
const SHAPES = 8

const COMMON_SHAPES = ["auto", "1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3"]

/**
 * The model's own default and what people know first.
 * @param {Option[]} values
 */
function shapesInOrder(values) {
  const rank = (/** @type {Option} */ value) => {
    const at = COMMON_SHAPES.indexOf(String(value))
    return value === null ? -1 : at < 0 ? COMMON_SHAPES.length : at
  }
  return values.toSorted((a, b) => rank(a) - rank(b))
}

/**
 * A rectangle of the ratio itself, 22 pixels on its longer side.
 * @param {Option} value
 */
function ratioFrame(value) {
  const ratio = ratioOf(value)
  const [width, height] =
    ratio === null ? [18, 18] : ratio > 1 ? [22, 22 / ratio] : [22 * ratio, 22]
  return h("i", {
    class: ratio === null ? "ratio ratio-auto" : "ratio",
    style: { width: `${width}px`, height: `${height}px` },
  })
}

/**
 * @param {Choices} choices
 * @param {string} name
 * @param {Option[]} options
 * @param {Control} control
 * @param {Naming} naming
 */
function selectControl(choices, name, options, control, naming) {
  const chosen = current(choices, name, control)
  const { id } = naming
  /** @type {HTMLSelectElement} */
  const select = h(
    "select",
    {
      class: "input",
      id,
      "aria-describedby": helpId(id),
      onchange: () => choose(choices, name, options[select.selectedIndex] ?? null, control),
    },
    options.map((option) =>
      h("option", { selected: option === chosen }, optionText(name, option)),
    ),
  )
  return setting(naming, select)
}

/**
 * @param {Choices} choices
 * @param {string} name
 * @param {Extract<Control, { type: "boolean" }>} control
 * @param {Naming} naming
 */
function switchControl(choices, name, control, naming) {
  const { id } = naming
  /** @type {HTMLInputElement} */
  const input = h("input", {
    type: "checkbox",
    role: "switch",
    class: "switch",
    id,
    "aria-describedby": helpId(id),
    checked: Boolean(current(choices, name, control)),
    onchange: () => choose(choices, name, input.checked, control),
  })
  return setting({ ...naming, kind: "field-switch" }, input)
}
