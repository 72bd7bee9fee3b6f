/** What an administrator decides about something lost, always with a reason. */

/** @import { Context } from "../../lib/types.d.ts" */
/** @import { LostJob } from "../../lib/admin/types.d.ts" */

import { texts } from "../../lib/admin/texts.js"
import { Problem } from "../../lib/api.js"
import { microsOf } from "../../lib/dollars.js"
import { h } from "../../lib/dom.js"
import { money } from "../../lib/format.js"
import { openDialog } from "../dialog.js"
import { createForm, field } from "../form.js"
import { toast } from "../news.js"

const words = texts.unknown

/** @typedef {(context: Context, job: LostJob, changed: () => Promise<unknown>) => void} Decide */

/** @type {Decide} */
export const settle = (context, job, changed) =>
  decide(context, changed, {
    title: words.settleTitle,
    hint: words.amountHint(money(job.held_micros)),
    fields: [
      field({
        name: "amount_micros",
        label: words.amount,
        type: "number",
        inputmode: "decimal",
        min: 0,
        max: 1_000_000,
        step: "any",
        required: true,
        autofocus: true,
      }),
    ],
    yes: words.settleYes,
    path: `/api/admin/unknown/${job.id}/settle`,
    told: words.settled,
  })

/** @type {Decide} */
export const release = (context, job, changed) =>
  decide(context, changed, {
    title: words.releaseTitle,
    hint: words.releaseHint,
    yes: words.releaseYes,
    path: `/api/admin/unknown/${job.id}/release`,
    told: words.released,
  })

/** @type {Decide} */
export const askAgain = (context, job, changed) =>
  decide(context, changed, {
    title: words.askTitle,
    hint: words.askHint,
    yes: words.askYes,
    path: `/api/admin/generations/${job.id}/ask-again`,
    told: words.asked,
  })

/**
 * @param {Context} context
 * @param {() => Promise<unknown>} changed
 * @param {object} question
 * @param {string} question.title
 * @param {string} question.hint
 * @param {HTMLElement[]} [question.fields]
 * @param {string} question.yes
 * @param {string} question.path
 * @param {string} question.told
 */
function decide({ api }, changed, { title, hint, fields = [], yes, path, told }) {
  const form = createForm({
    fields: [h("p", { class: "hint" }, hint), ...fields, reasonField()],
    submit: yes,
    async onsubmit({ reason = "", amount_micros }) {
      const amount = amount_micros === undefined ? {} : { amount_micros: microsOf(amount_micros) }
      try {
        await api.post(path, { reason, ...amount })
      } catch (error) {
        // Somebody else was quicker: what lies behind the question shows it already.
        if (error instanceof Problem && error.status === 409) await changed()
        throw error
      }
      dialog.close()
      toast(told)
      await changed()
    },
  })
  const dialog = openDialog({ title, class: "dialog-small", isFirm: true }, form)
}

const reasonField = () =>
  field({
    name: "reason",
    label: words.reason,
    hint: words.reasonHint,
    required: true,
    maxlength: 1000,
    autocomplete: "off",
  })
