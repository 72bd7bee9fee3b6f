/** Forms that say what is wrong beside the field, and never send twice. */

/** @import { Attributes } from "../lib/types.d.ts" */

import { Problem } from "../lib/api.js"
import { fill, freshId, h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { alarm } from "./news.js"
import { requestProblem } from "./problem-block.js"

/**
 * A labelled input with room for its error.
 * @param {Attributes & { name: string, label: string, hint?: string }} attributes
 */
export function field({ label, hint, ...attributes }) {
  const id = freshId(attributes.name)
  return h(
    "div",
    { class: "field", "data-field": attributes.name },
    h("label", { class: "label", for: id }, label),
    h("input", { class: "input", id, "aria-describedby": `${id}-hint ${id}-error`, ...attributes }),
    h("p", { class: "hint", id: `${id}-hint` }, hint),
    h("p", { class: "field-error", id: `${id}-error` }),
  )
}

/**
 * Tells password managers whose password the form is about.
 * @param {string} email
 */
export const ownerField = (email) =>
  h("input", {
    class: "visually-hidden",
    autocomplete: "username",
    value: email,
    readonly: true,
    tabindex: -1,
    "aria-hidden": "true",
  })

/**
 * @param {object} form
 * @param {HTMLElement[]} form.fields made by `field()`
 * @param {string} form.submit
 * @param {(values: Record<string, string>, by: HTMLElement | null) => Promise<void>} form.onsubmit
 *   `by` is the button that was pressed
 * @param {boolean} [form.danger] whether it cannot be undone
 * @param {HTMLButtonElement} [form.beside] another button that sends it
 */
export function createForm({ fields, submit, onsubmit, danger = false, beside }) {
  const look = danger ? "button-danger" : "button-primary"
  const button = h("button", { class: `button ${look} button-wide` }, submit)
  const buttons = beside ? h("div", { class: "button-row" }, button, beside) : button
  const problem = h("div", { class: "form-problem" })
  const form = h("form", { class: "form", onsubmit: send }, fields, problem, buttons)

  /** @param {SubmitEvent} event */
  async function send(event) {
    event.preventDefault()
    if (button.disabled) return
    button.disabled = true
    clearErrors(form)
    fill(problem)
    try {
      await onsubmit(values(form), event.submitter)
    } catch (error) {
      if (!showErrors(form, error)) fill(problem, requestProblem(error))
      alarm(error instanceof Problem ? error.message : texts.problem.unexpected)
    } finally {
      button.disabled = false
      setTimeout(() => returnFocus(event.submitter))
    }
  }
  return form
}

/**
 * @param {HTMLFormElement} form
 * @returns {Record<string, string>}
 */
function values(form) {
  /** @type {[string, string][]} */
  const entries = [...new FormData(form)].map(([name, value]) => [name, String(value)])
  return Object.fromEntries(entries)
}

/**
 * A button that was disabled lost the focus, also to a question that is gone by now. Where somebody
 * has it, they keep it.
 * @param {HTMLElement | null} button
 */
function returnFocus(button) {
  if (document.activeElement === document.body) button?.focus()
}

/** @param {HTMLFormElement} form */
function clearErrors(form) {
  for (const element of form.querySelectorAll(".field-error")) element.textContent = ""
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid")
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
const placeOf = (form, name) => form.querySelector(`[data-field="${CSS.escape(name)}"]`)

/**
 * @param {HTMLFormElement} form
 * @param {unknown} error
 * @returns {boolean} whether every sentence found its field
 */
function showErrors(form, error) {
  if (!(error instanceof Problem) || error.fields.size === 0) return false
  let shown = 0
  for (const [name, message] of error.fields) {
    // A list's parts are named after it, as in "models.0", and few have a place of their own.
    const [whole = ""] = name.split(".")
    const place = placeOf(form, name) ?? placeOf(form, whole)
    const input = /** @type {HTMLElement | undefined} */ (place?.querySelector("input, select, textarea"))
    const words = place?.querySelector(".field-error")
    if (!input || !words) continue
    words.textContent = message
    input.setAttribute("aria-invalid", "true")
    if (shown === 0) input.focus()
    shown += 1
  }
  return shown === error.fields.size
}
