/** One's own data: all of it to take along, or gone for good. */

/** @import { Context } from "../../lib/types.d.ts" */

import { texts } from "../../lib/account/texts.js"
import { h } from "../../lib/dom.js"
import { Problem } from "../../lib/api.js"
import { openDialog } from "../dialog.js"
import { createForm, field, ownerField } from "../form.js"
import { icon, wordButton } from "../icon.js"
import { leave } from "../sign-out.js"

const words = texts.account

/** @param {Context} context */
export const dataCard = ({ api }) =>
  h(
    "div",
    { class: "form" },
    h("p", { class: "hint" }, words.exportHint),
    h(
      "div",
      { class: "button-row" },
      h(
        "a",
        { class: "button", href: api.url("/api/auth/me/export"), download: "allucanget-my-data.zip" },
        icon("download"),
        words.export,
      ),
    ),
  )

/** @param {Context} context */
export const leaveCard = (context) =>
  h(
    "div",
    { class: "form" },
    h("p", { class: "hint" }, words.deleteHint),
    h(
      "div",
      { class: "button-row" },
      wordButton(words.delete, () => ask(context), { icon: "trash", class: "button-danger" }),
    ),
  )

/** @param {Context} context */
function ask({ api, user }) {
  const form = createForm({
    fields: [
      ownerField(user.email),
      field({
        name: "password",
        label: words.currentPassword,
        type: "password",
        autocomplete: "current-password",
        required: true,
      }),
    ],
    submit: words.deleteForGood,
    danger: true,
    async onsubmit({ password }) {
      api.dispatchEvent(new Event("leaving"))
      try {
        await api.request("DELETE", "/api/auth/me", { password })
      } catch (error) {
        api.dispatchEvent(new Event("staying"))
        throw error instanceof Problem && error.code === "wrong-password"
          ? new Problem(error.status, { ...error.document, detail: words.wrongPassword })
          : error
      }
      await leave(api)
    },
  })
  openDialog(
    { title: words.deleteTitle },
    h("p", {}, words.deleteGoes),
    h("ul", { class: "plain-list" }, words.goes.map((each) => h("li", {}, each))),
    h("p", {}, words.deleteStays),
    h("ul", { class: "plain-list" }, words.stays.map((each) => h("li", {}, each))),
    form,
  )
}
