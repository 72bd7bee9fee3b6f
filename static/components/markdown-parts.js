/** What the page adds to sanitized Markdown: safe links, copyable code, tables that scroll inside. */

import { copyText } from "../lib/clipboard.js"
import { h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { icon } from "./icon.js"

const COPIED = 1500 // milliseconds the button says so

/** @param {DocumentFragment} fragment */
export function decorate(fragment) {
  for (const link of fragment.querySelectorAll("a[href]")) {
    link.setAttribute("target", "_blank")
    link.setAttribute("rel", "noopener noreferrer nofollow")
  }
  for (const pre of fragment.querySelectorAll("pre")) frameCode(pre)
  for (const table of fragment.querySelectorAll("table")) {
    const frame = h("div", {
      class: "table-scroll",
      role: "region",
      tabindex: 0,
      "aria-label": texts.reply.table,
    })
    table.replaceWith(frame)
    frame.append(table)
  }
  for (const item of fragment.querySelectorAll("li")) {
    item.toggleAttribute("data-task", /^\s*[☐☑]/.test(item.textContent))
  }
  for (const element of fragment.querySelectorAll("[class]")) {
    if (!element.closest(".code, .table-scroll")) element.removeAttribute("class")
  }
}

/** @param {HTMLPreElement} pre */
function frameCode(pre) {
  const code = pre.querySelector("code")
  const language = /language-([\w+#.-]+)/.exec(code?.className ?? "")?.[1] ?? ""
  const frame = h(
    "figure",
    { class: "code", "data-language": language },
    h(
      "figcaption",
      { class: "code-head" },
      h("span", { class: "code-language" }, language || texts.reply.code),
      wrapButton(pre),
      copyButton(() => pre.textContent),
    ),
  )
  pre.replaceWith(frame)
  pre.tabIndex = 0
  frame.append(pre)
}

/** @param {HTMLPreElement} pre */
function wrapButton(pre) {
  /** @type {HTMLButtonElement} */
  const button = h(
    "button",
    {
      type: "button",
      class: "code-button",
      "aria-pressed": "false",
      onclick: () => button.setAttribute("aria-pressed", String(pre.toggleAttribute("data-wrap"))),
    },
    texts.reply.wrap,
  )
  return button
}

/**
 * A button that copies what `read` gives at that moment.
 * @param {() => string} read
 */
function copyButton(read) {
  const words = h("span", {}, texts.reply.copyCode)
  const button = h(
    "button",
    { type: "button", class: "code-button", onclick: copy },
    icon("copy"),
    words,
  )
  async function copy() {
    await copyText(read())
    words.textContent = texts.reply.copied
    setTimeout(() => (words.textContent = texts.reply.copyCode), COPIED)
  }
  return button
}
