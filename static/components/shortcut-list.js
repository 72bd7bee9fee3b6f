/** The list of keys. */

import { h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { openDialog } from "./dialog.js"

const isApple = /Mac|iP(hone|ad|od)/.test(navigator.platform)

export function showShortcuts() {
  const row = (/** @type {[string, string]} */ [keys, does]) =>
    h("div", { class: "key-row" }, h("dt", {}, keyNames(keys)), h("dd", {}, does))
  openDialog(
    { title: texts.shortcuts.title, class: "dialog-small" },
    h("dl", { class: "keys" }, texts.shortcuts.list.map(row)),
  )
}

/** @param {string} keys */
const keyNames = (keys) =>
  keys.split(" ").map((key) => h("kbd", {}, key === "Mod" ? (isApple ? "⌘" : "Ctrl") : key))
