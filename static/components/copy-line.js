/** Something to be copied as it stands, and the button that does it. */

import { copyText } from "../lib/clipboard.js"
import { h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { iconButton } from "./icon.js"
import { toast } from "./news.js"

/**
 * @param {string} text
 * @param {string} label of the button
 */
export const copyLine = (text, label) =>
  h("div", { class: "copy-line" }, h("code", { tabindex: 0 }, text), copyButton(() => text, label))

/**
 * @param {() => string} text
 * @param {string} label
 */
export const copyButton = (text, label) =>
  iconButton("copy", label, async () => {
    await copyText(text())
    toast(texts.common.copied)
  })
