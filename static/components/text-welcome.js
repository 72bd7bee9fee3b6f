/** An empty conversation: a greeting and a few starts that fill the composer, never send. */

/** @import { User } from "../lib/types.d.ts" */

import { h } from "../lib/dom.js"
import { texts } from "../texts/en.js"

/**
 * @param {User} user
 * @param {(prompt: string) => void} take
 */
export function textWelcome(user, take) {
  const example = (/** @type {{ label: string, prompt: string }} */ { label, prompt }) =>
    h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "example", onclick: () => take(prompt) },
        h("span", { class: "example-label" }, label),
        h("span", { class: "example-prompt" }, prompt),
      ),
    )
  return h(
    "div",
    { class: "welcome" },
    h("p", { class: "welcome-title" }, texts.text.greeting(user.name.split(" ")[0] ?? "")),
    h("p", { class: "welcome-hint" }, texts.text.hint),
    h("ul", { class: "examples" }, texts.text.examples.map(example)),
  )
}
