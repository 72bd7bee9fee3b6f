/** The question for the most that one request to a model may cost. */

/** @import { Micros } from "../../lib/types.d.ts" */
/** @import { AdminModel } from "../../lib/admin/types.d.ts" */

import { texts } from "../../lib/admin/texts.js"
import { dollarsOf } from "../../lib/dollars.js"
import { texts as common } from "../../lib/texts.js"
import { openDialog } from "../dialog.js"
import { createForm } from "../form.js"
import { control, read } from "./value-form.js"

const words = texts.models

const CAP = /** @type {const} */ ({
  name: "price_cap_micros",
  label: words.capLabel,
  way: "money",
  hint: words.capHint,
  placeholder: words.noCap,
})

/**
 * @param {AdminModel} model
 * @returns {Promise<{ price_cap_micros?: Micros | null } | null>} null when the person changed their
 *   mind
 */
export function askPriceCap({ name, price_cap_micros: cap }) {
  return new Promise((resolve) => {
    /** @type {{ price_cap_micros?: Micros | null } | null} */
    let answer = null
    const form = createForm({
      fields: [control(CAP, dollarsOf(cap))],
      submit: common.common.save,
      async onsubmit(typed) {
        answer = read([CAP], typed)
        dialog.close()
      },
    })
    const dialog = openDialog(
      { title: words.capOf(name), class: "dialog-small", onclose: () => resolve(answer) },
      form,
    )
    form.querySelector("input")?.focus()
  })
}
