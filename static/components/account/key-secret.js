/** A secret, the one time that it is shown, and something to try it with. */

/** @import { NewApiKey } from "../../lib/account/types.d.ts" */
/** @import { Api } from "../../lib/api.js" */

import { snippets } from "../../lib/account/keys.js"
import { texts } from "../../lib/account/texts.js"
import { h } from "../../lib/dom.js"
import { copyButton, copyLine } from "../copy-line.js"
import { openDialog } from "../dialog.js"
import { segments } from "../segments.js"

const words = texts.keys

/**
 * @param {Api} api
 * @param {NewApiKey} key
 */
export function showSecret(api, key) {
  const dialog = openDialog(
    { title: words.secretTitle, isFirm: true },
    h(
      "div",
      { class: "form" },
      h("p", {}, words.secretHint),
      copyLine(key.secret, words.copyOf.secret),
      example(snippets(`${location.origin}${api.url("/v1")}`, key.secret, key)),
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

/** @param {ReturnType<typeof snippets>} texts_ by language */
function example(texts_) {
  const code = h("code", {}, texts_.curl)
  return h(
    "div",
    { class: "snippet" },
    h(
      "div",
      { class: "snippet-head" },
      segments({
        label: words.tryIt,
        options: words.languages,
        chosen: "curl",
        onchange: (language) => {
          code.textContent = texts_[/** @type {keyof typeof texts_} */ (language)]
        },
      }),
      copyButton(() => code.textContent ?? "", words.copyOf.snippet),
    ),
    h("pre", { tabindex: 0 }, code),
  )
}
