/** What has ended lately, and the messages that passed by. */

/** @import { Entry, Finished } from "../lib/finished.js" */
/** @import { IconName } from "./icon.js" */

import { fill, h } from "../lib/dom.js"
import { relative } from "../lib/format.js"
import { texts } from "../lib/texts.js"
import { endingOf } from "./finished-news.js"
import { icon, wordButton } from "./icon.js"
import { passed } from "./news.js"

const words = texts.news

/** @type {Record<import("../lib/types.d.ts").Kind, IconName>} */
const ICONS = { text: "text", image: "image", video: "film" }

/**
 * @param {HTMLElement} panel
 * @param {string} base
 * @param {Finished} finished
 */
export function fillNewsList(panel, base, finished) {
  const { entries } = finished
  const clear = () => {
    finished.clear()
    passed.length = 0
    fillNewsList(panel, base, finished)
  }
  const isEmpty = entries.length === 0 && passed.length === 0
  fill(
    panel,
    h(
      "div",
      { class: "bell-head" },
      h("h2", { class: "bell-title" }, words.title),
      !isEmpty && wordButton(words.clear, clear, { class: "button-quiet" }),
    ),
    isEmpty && h("p", { class: "hint bell-none" }, words.none),
    entries.length > 0 && h("ul", { class: "bell-list" }, entries.map((entry) => row(entry, base))),
    passed.length > 0 && h("h3", { class: "rail-label" }, words.messages),
    passed.length > 0 &&
      h("ul", { class: "bell-list" }, passed.toReversed().map(({ text, at }) => message(text, at))),
    h("a", { class: "menu-item", href: `${base}/jobs` }, icon("jobs"), words.all),
  )
}

/**
 * @param {Entry} entry
 * @param {string} base
 */
function row(entry, base) {
  const { kind, state, prompt, address, at, seen } = entry
  return h(
    "li",
    {},
    h(
      "a",
      { class: "bell-row", href: base + (address ?? "/jobs"), "data-state": state, "data-seen": seen },
      icon(ICONS[kind]),
      h(
        "span",
        { class: "bell-words" },
        h("span", { class: "bell-what" }, endingOf(entry)),
        h("span", { class: "bell-prompt", dir: "auto" }, prompt),
      ),
      h("time", { datetime: at }, relative(at)),
    ),
  )
}

/**
 * @param {string} text
 * @param {string} at
 */
const message = (text, at) =>
  h(
    "li",
    { class: "bell-row" },
    h("span", { class: "bell-words" }, text),
    h("time", { datetime: at }, relative(at)),
  )
