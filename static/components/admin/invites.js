/** Codes for people who may join: made, copied, taken back. */

/** @import { Context } from "../../lib/types.d.ts" */
/** @import { Invite } from "../../lib/admin/types.d.ts" */

import { fill, h } from "../../lib/dom.js"
import { date, dateTime } from "../../lib/format.js"
import { withQuery } from "../../lib/router.js"
import { texts } from "../../lib/admin/texts.js"
import { copyLine } from "../copy-line.js"
import { confirm, openDialog } from "../dialog.js"
import { createForm, field } from "../form.js"
import { wordButton } from "../icon.js"
import { toast } from "../news.js"
import { sentence } from "../problem-block.js"
import { PagedList } from "./paged-list.js"
import { badge, named, row } from "./parts.js"

const words = texts.invites
const DAY = 86_400_000 // milliseconds

export class Invites {
  /** @param {Context} context */
  constructor(context) {
    /** @type {PagedList<Invite>} */
    this.list = new PagedList(context, {
      path: "/api/admin/invites",
      query: { limit: 20 },
      row: (invite) => inviteRow(invite, () => revoke(context, invite, () => this.list.show())),
      none: words.none,
    })
    this.element = h(
      "section",
      { class: "admin-section" },
      h("h2", { class: "section-title" }, words.title),
      this.list.element,
    )
  }
}

/**
 * @param {Context} context
 * @param {() => void} made
 */
export const inviteButton = (context, made) =>
  wordButton(words.make, () => ask(context, made), { icon: "plus", class: "button-primary" })

/**
 * @param {Context} context
 * @param {() => void} made
 */
function ask({ api }, made) {
  const form = createForm({
    fields: [
      field({
        name: "note",
        label: words.note,
        hint: words.noteHint,
        maxlength: 200,
        autofocus: true,
      }),
      field({ name: "days", label: words.days, type: "number", min: 1, max: 365, value: 14 }),
    ],
    submit: words.make,
    async onsubmit({ note, days }) {
      const expires_at = days ? new Date(Date.now() + Number(days) * DAY).toISOString() : null
      /** @type {{ code: string }} */
      const { code } = await api.post("/api/admin/invites", {
        note: note?.trim() || null,
        expires_at,
      })
      const link = location.origin + api.url(withQuery("/register", { invite: code }))
      fill(place, h("p", {}, words.linkHint), copyLine(link, words.copy))
      made()
    },
  })
  const place = h("div", { class: "form" }, form)
  openDialog({ title: words.make, class: "dialog-small", isFirm: true }, place)
}

/**
 * @param {Invite} invite
 * @param {() => void} take
 */
function inviteRow({ note, created_at, expires_at, used_at, used_by_email }, take) {
  const isOver = expires_at !== null && Date.parse(expires_at) < Date.now()
  const name = note ?? words.unnamed(date(created_at))
  return row(
    {
      title: [h("span", {}, name), used_at ? badge(words.used) : isOver && badge(words.expired)],
      facts: [
        h("time", { datetime: created_at }, words.made(dateTime(created_at))),
        used_at && h("span", {}, words.usedBy(used_by_email ?? "?", dateTime(used_at))),
        !used_at &&
          expires_at &&
          h("time", { datetime: expires_at }, words.until(dateTime(expires_at))),
      ],
    },
    !used_at && named(wordButton(words.revoke, take), words.revokeOf(name)),
  )
}

/**
 * @param {Context} context
 * @param {Invite} invite
 * @param {() => void} done
 */
async function revoke({ api }, { id }, done) {
  if (
    !(await confirm({
      title: words.revokeTitle,
      text: words.revokeText,
      yes: words.revoke,
      danger: true,
    }))
  )
    return
  try {
    await api.delete(`/api/admin/invites/${id}`)
    toast(words.revoked)
  } catch (error) {
    toast(sentence(error))
  }
  done()
}
