/** Settings of a model, drawn from what it says it can do. Nothing is shown that does nothing. */

/** @import { Choices } from "../lib/choices.js" */
/** @import { Control, ParamValue } from "../lib/types.d.ts" */
/** @import { Change } from "../lib/choices.js" */

import { ratioOf } from "../lib/choices.js"
import { fill, freshId, h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { numberControl } from "./control-number.js"
import { seedControl } from "./control-seed.js"

const words = texts.params

/** How many choices still fit in a row of buttons. */
const IN_A_ROW = 5

/**
 * The settings named in `names`, in that order, as far as the chosen model has them.
 * @param {Choices} choices
 * @param {string[]} names
 */
export function createControls(choices, names) {
  const element = h("div", { class: "controls" })
  const draw = () => {
    const { params } = choices.capabilities
    const offered = names.filter(
      (name) => params[name] && isChoice(params[name]) && !isTold(name, params),
    )
    element.hidden = offered.length === 0
    fill(
      element,
      offered.map((name) =>
        controlFor(choices, name, whole(/** @type {Control} */ (params[name]))),
      ),
    )
  }
  choices.addEventListener("model", draw)
  draw()
  return element
}

/**
 * A control whose default is null when the model leaves it to itself, as the options have it.
 * @param {Control} control
 */
const whole = (control) => /** @type {Control} */ ({ ...control, default: control.default ?? null })

/**
 * Whether there is anything to choose.
 * @param {Control} control
 */
const isChoice = (control) =>
  control.type === "enum"
    ? control.values.length > 1
    : control.type === "boolean" || control.min !== control.max

/**
 * A size in pixels says again what shape and resolution say already.
 * @param {string} name
 * @param {Record<string, Control>} params
 */
const isTold = (name, { aspect_ratio, resolution }) =>
  name === "size" && Boolean(aspect_ratio && resolution)

/**
 * What had to be changed because another model was chosen, in words.
 * @param {Choices} choices
 */
export function createChangeNotes(choices) {
  const element = h("div", { class: "change-notes", role: "status" })
  choices.addEventListener("model", () =>
    fill(
      element,
      choices.changes.map((change) => h("p", {}, changeText(change))),
    ),
  )
  return element
}

/** @param {Change} change */
function changeText({ name, from, to, control }) {
  const offers =
    control.type === "enum"
      ? control.values.map((value) => valueText(name, value)).join(", ")
      : control.type === "boolean"
        ? ""
        : words.upTo(control.min ?? "…", control.max ?? "…")
  return words.changed(
    nameOf(name),
    valueText(name, from),
    to === null ? words.auto : valueText(name, to),
    offers,
  )
}

/**
 * @param {string} name
 * @returns {string}
 */
export const nameOf = (name) =>
  /** @type {Record<string, string>} */ (words.names)[name] ?? name.replaceAll("_", " ")

/** @param {string} name */
const hintOf = (name) => /** @type {Record<string, string>} */ (words.hints)[name]

/**
 * @param {string} name
 * @param {ParamValue} value
 */
export const valueText = (name, value) =>
  name === "duration" && typeof value === "number" ? words.seconds(value) : String(value)

/**
 * @param {Choices} choices
 * @param {string} name
 * @param {Control} control
 */
function controlFor(choices, name, control) {
  if (name === "seed") return seedControl(choices, nameOf(name), hintOf(name))
  if (control.type === "boolean") return switchControl(choices, name, control)
  const few = asChoices(control)
  if (few) return radioControl(choices, name, few, false)
  if (control.type !== "enum")
    return numberControl(choices, name, nameOf(name), control, hintOf(name))
  const isShort = control.values.every((value) => String(value).length < 12)
  const drawn = name === "aspect_ratio"
  if (drawn || (control.values.length <= IN_A_ROW && isShort))
    return radioControl(choices, name, control, drawn)
  return selectControl(choices, name, control)
}

/**
 * A few whole numbers are easier to pick than to set.
 * @param {Control} control
 * @returns {Extract<Control, { type: "enum" }> | null}
 */
function asChoices(control) {
  if (control.type !== "range" && control.type !== "integer") return null
  const { min, max } = control
  const isWhole = control.type === "integer" || control.step === 1
  if (!isWhole || min === null || max === null || max - min >= IN_A_ROW) return null
  const values = Array.from({ length: max - min + 1 }, (_, index) => min + index)
  return { type: "enum", values, default: control.default }
}

/**
 * @param {Choices} choices
 * @param {string} name
 * @param {Extract<Control, { type: "enum" }>} control
 * @param {boolean} drawn whether each choice is a picture of its ratio
 */
function radioControl(choices, name, control, drawn) {
  const group = freshId(name)
  const current = choices.params[name] ?? control.default
  const option = (/** @type {string | number | null} */ value) =>
    h(
      "label",
      { class: drawn ? "segment segment-ratio" : "segment" },
      h("input", {
        type: "radio",
        name: group,
        value: value ?? "",
        checked: value === current,
        onchange: () => choices.set(name, value === control.default ? null : value),
      }),
      h(
        "span",
        {},
        drawn && ratioFrame(value),
        value === null ? words.auto : valueText(name, value),
      ),
    )
  const offered = control.default === null ? [null, ...control.values] : control.values
  const values = drawn ? shapesInOrder(offered) : offered
  const rest = values.slice(SHAPES)
  return h(
    "fieldset",
    { class: drawn ? "segments segments-ratio" : "segments" },
    h("legend", { class: "label" }, nameOf(name)),
    h("div", { class: "segments-row" }, values.slice(0, SHAPES).map(option)),
    rest.length > 0 &&
      h(
        "details",
        { class: "fold", open: rest.includes(/** @type {string | number | null} */ (current)) },
        h("summary", {}, words.moreShapes),
        h("div", { class: "segments-row" }, rest.map(option)),
      ),
    h("p", { class: "hint" }, hintOf(name)),
  )
}

/** How many choices are shown before the rest is folded away: two rows of shapes. */
const SHAPES = 8

const COMMON_SHAPES = ["auto", "1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3"]

/**
 * The model's own default and what people know first.
 * @param {(string | number | null)[]} values
 */
function shapesInOrder(values) {
  const rank = (/** @type {string | number | null} */ value) => {
    const at = COMMON_SHAPES.indexOf(String(value))
    return value === null ? -1 : at < 0 ? COMMON_SHAPES.length : at
  }
  return values.toSorted((a, b) => rank(a) - rank(b))
}

/**
 * A rectangle of the ratio itself, 22 pixels on its longer side.
 * @param {string | number | null} value
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
 * @param {Extract<Control, { type: "enum" }>} control
 */
function selectControl(choices, name, control) {
  const id = freshId(name)
  const current = choices.params[name] ?? control.default
  const values = control.default === null ? [null, ...control.values] : control.values
  /** @type {HTMLSelectElement} */
  const select = h(
    "select",
    {
      class: "input",
      id,
      onchange: () => {
        const value = values[select.selectedIndex] ?? null
        choices.set(name, value === control.default ? null : value)
      },
    },
    values.map((value) =>
      h(
        "option",
        { selected: value === current },
        value === null ? words.auto : valueText(name, value),
      ),
    ),
  )
  return h(
    "div",
    { class: "field" },
    h("label", { class: "label", for: id }, nameOf(name)),
    select,
    h("p", { class: "hint" }, hintOf(name)),
  )
}

/**
 * @param {Choices} choices
 * @param {string} name
 * @param {Extract<Control, { type: "boolean" }>} control
 */
function switchControl(choices, name, control) {
  const id = freshId(name)
  /** @type {HTMLInputElement} */
  const input = h("input", {
    type: "checkbox",
    role: "switch",
    class: "switch",
    id,
    checked: Boolean(choices.params[name] ?? control.default),
    onchange: () => choices.set(name, input.checked === control.default ? null : input.checked),
  })
  return h(
    "div",
    { class: "field field-switch" },
    h("label", { class: "label", for: id }, nameOf(name)),
    input,
    h("p", { class: "hint" }, hintOf(name)),
  )
}
