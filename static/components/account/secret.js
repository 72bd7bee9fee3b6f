/** A secret, the one time that it is shown, with something to paste; and the way to a new one. */

/** @import { Context } from "../../lib/types.d.ts" */

import { OVERLAPS, USUAL_OVERLAP } from "../../lib/account/keys.js"
import { texts } from "../../lib/account/texts.js"
import { h } from "../../lib/dom.js"
import { copyButton, copyLine } from "../copy-line.js"
import { openDialog } from "../dialog.js"
import { createForm } from "../form.js"
import { segments } from "../segments.js"
import { choice } from "./fields.js"

const words = texts.secret

/** @typedef {Partial<Record<keyof typeof words.languages, string>>} Examples by language */

/**
 * @param {string} secret
 * @param {string} label of the examples
 * @param {Examples} examples
 */
export function showSecret(secret, label, examples) {
  const dialog = openDialog(
    { title: words.title, isFirm: true },
    h(
      "div",
      { class: "form" },
      h("p", {}, words.hint),
      copyLine(secret, words.copy),
      example(label, examples),
      h(
        "div",
        { class: "dialog-actions" },
        h(
          "button",
          { type: "button", class: "button button-primary", onclick: () => dialog.close() },
          words.done,
        ),
      ),
    ),
  )
}

/**
 * @param {string} label
 * @param {Examples} examples
 */
function example(label, examples) {
  const known = /** @type {(keyof Examples)[]} */ (Object.keys(examples))
  const [first = "curl"] = known
  const code = h("code", {}, examples[first])
  return h(
    "div",
    { class: "snippet" },
    h(
      "div",
      { class: "snippet-head" },
      segments({
        label,
        options: Object.fromEntries(known.map((each) => [each, words.languages[each]])),
        chosen: first,
        onchange: (language) => {
          code.textContent = examples[/** @type {keyof Examples} */ (language)] ?? ""
        },
      }),
      copyButton(() => code.textContent ?? "", words.copyExample),
    ),
    h("pre", { tabindex: 0 }, code),
  )
}

/**
 * A new secret in the place of one that goes on working for a while.
 * @template {{ secret: string }} Kept
 * @param {Context} context
 * @param {{ name: string, path: string, hint: string }} of what
 * @param {(kept: Kept) => unknown} told with the new one
 */
export function rotate({ api }, { name, path, hint }, told) {
  const options = OVERLAPS.map((seconds) => ({
    value: String(seconds),
    label: words.overlaps[/** @type {keyof typeof words.overlaps} */ (seconds)],
  }))
  const form = createForm({
    fields: [
      h("p", { class: "hint" }, hint),
      choice("overlap_s", words.overlap, options, String(USUAL_OVERLAP)),
    ],
    submit: words.rotate,
    async onsubmit({ overlap_s }) {
      const kept = await api.post(`${path}/rotate`, { overlap_s: Number(overlap_s) })
      dialog.close()
      await told(/** @type {Kept} */ (kept))
    },
  })
  const dialog = openDialog({ title: words.rotateTitle(name), class: "dialog-small" }, form)
}
