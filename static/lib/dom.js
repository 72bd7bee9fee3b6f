/** Elements without HTML strings. */

/** @import { Attributes, Child } from "./types.d.ts" */

/**
 * Build an element: `h("button", { type: "button", onclick: save }, "Save")`.
 *
 * Children are nodes or text, never markup, so nothing that a user or a model wrote can
 * become an element. There is no way to pass HTML in; keep it that way.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value)
  element.append(...nodes(children))
  return element
}

/**
 * Replace what an element holds, with the same children `h()` takes.
 * @param {Element} element
 * @param {...Child} children
 */
export function fill(element, ...children) {
  element.replaceChildren(...nodes(children))
}

/**
 * Bring children into place and touch only those that are not there already.
 * @param {HTMLElement} parent
 * @param {HTMLElement[]} children
 */
export function arrange(parent, children) {
  children.forEach((child, index) => {
    const there = parent.children[index]
    if (there !== child) parent.insertBefore(child, there ?? null)
  })
  while (parent.children.length > children.length) parent.lastElementChild?.remove()
}

/**
 * Flatten children and drop the empty ones.
 * @param {Child[]} children
 * @returns {(Node | string)[]}
 */
function nodes(children) {
  return children.flatMap((child) => {
    if (Array.isArray(child)) return nodes(child)
    if (child === null || child === undefined || child === false) return []
    return [child instanceof Node ? child : String(child)]
  })
}

/**
 * @param {HTMLElement} element
 * @param {string} name
 * @param {unknown} value
 */
function setAttribute(element, name, value) {
  if (typeof value === "function") {
    element.addEventListener(name.slice("on".length), /** @type {EventListener} */ (value))
  } else if (name === "style") {
    const properties = Object.entries(/** @type {Record<string, string>} */ (value))
    for (const [property, text] of properties) element.style.setProperty(property, String(text))
  } else if (typeof value === "boolean") {
    element.toggleAttribute(name, value)
  } else if (value !== null && value !== undefined) {
    element.setAttribute(name, String(value))
  }
}

let lastId = 0

/**
 * A fresh id, to tie a label or a help text to its field.
 * @param {string} prefix
 */
export const freshId = (prefix) => `${prefix}-${++lastId}`

/** Whether a key belongs to the field the person is typing in. */
export const isTyping = (/** @type {Event} */ { target }) =>
  target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null

/** Whether an input method is at work, whose Enter and Escape are not ours. */
export const isComposing = (/** @type {KeyboardEvent} */ event) =>
  event.isComposing || event.keyCode === 229
