/** What is where, what it costs, and whom to ask. */

import { h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { openDialog } from "./dialog.js"
import { wordButton } from "./icon.js"

const words = texts.help

/**
 * @param {string} base
 * @param {() => void} showShortcuts
 */
export function showHelp(base, showShortcuts) {
  const dialog = openDialog(
    { title: words.title },
    h(
      "dl",
      { class: "answers" },
      words.answers.map(({ question, answer }) => [h("dt", {}, question), h("dd", {}, answer)]),
    ),
    h(
      "div",
      { class: "button-row" },
      wordButton(texts.nav.shortcuts, () => (dialog.close(), showShortcuts()), { icon: "keyboard" }),
      h("a", { class: "button", href: `${base}/api/docs`, target: "_blank", rel: "noopener" }, words.api),
    ),
  )
}
