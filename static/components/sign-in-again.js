/** The sign-in ended while somebody was at work: they sign in again, and the page stays as it is. */

/** @import { Common } from "./shell.js" */

import { h } from "../lib/dom.js"
import { Problem } from "../lib/api.js"
import { texts } from "../lib/texts.js"
import { openDialog } from "./dialog.js"
import { createForm, field, ownerField } from "./form.js"
import { toast } from "./news.js"

const words = texts.signIn

/**
 * Resolves once the same person is back. Whoever closes the question leaves.
 * @param {Common} common
 * @param {() => void} leave
 * @returns {Promise<void>}
 */
export function signInAgain({ api, user }, leave) {
  return new Promise((resolve) => {
    let isBack = false
    const form = createForm({
      fields: [
        ownerField(user.email),
        field({
          name: "password",
          label: words.password,
          type: "password",
          autocomplete: "current-password",
          required: true,
          autofocus: true,
        }),
      ],
      submit: words.submit,
      async onsubmit({ password }) {
        await api.post("/api/auth/login", { email: user.email, password }).catch((error) => {
          throw error instanceof Problem && error.status === 401
            ? new Problem(401, { ...error.document, detail: words.wrong })
            : error
        })
        isBack = true
        dialog.close()
      },
    })
    const dialog = openDialog(
      {
        title: words.endedTitle,
        class: "dialog-small",
        onclose() {
          if (!isBack) return leave()
          toast(words.back)
          resolve()
        },
      },
      h("p", { class: "dialog-text" }, words.endedHint),
      h("p", { class: "hint" }, user.email),
      form,
    )
  })
}
