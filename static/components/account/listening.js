/** How replies are told to those who listen to the page. */

/** @import { Context } from "../../lib/types.d.ts" */

import { texts } from "../../lib/account/texts.js"
import { h } from "../../lib/dom.js"
import { SENTENCES } from "../../lib/speech.js"
import { switchRow } from "../switch.js"

const words = texts.listening

/** @param {Context} context */
export function sentencesSwitch({ storage }) {
  const choose = (/** @type {boolean} */ isOn) => storage.set(SENTENCES, isOn)
  return h(
    "div",
    {},
    switchRow(words.sentences, storage.get(SENTENCES, false), choose),
    h("p", { class: "hint" }, words.hint),
  )
}
