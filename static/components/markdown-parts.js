/** What the page adds to sanitized Markdown: safe links, copyable code, tables that scroll inside. */

import { h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { CodeBlock } from "./code-block.js"

/** @param {DocumentFragment} fragment */
export function decorate(fragment) {
  for (const link of fragment.querySelectorAll("a[href]")) {
    link.setAttribute("target", "_blank")
    link.setAttribute("rel", "noopener noreferrer nofollow")
  }
  for (const pre of fragment.querySelectorAll("pre")) new CodeBlock(pre).place()
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
  for (const formula of fragment.querySelectorAll(".math-display")) {
    formula.setAttribute("role", "region")
    formula.setAttribute("tabindex", "0")
    formula.setAttribute("aria-label", texts.reply.formula)
  }
  for (const item of fragment.querySelectorAll("li")) {
    item.toggleAttribute("data-task", /^\s*[☐☑]/.test(item.textContent))
  }
  for (const element of fragment.querySelectorAll("[class]")) {
    if (!element.closest(".code, .table-scroll, .math")) element.removeAttribute("class")
  }
}
