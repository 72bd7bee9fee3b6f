/** Make an account; the very first one makes its owner the administrator. */

/** @import { Context } from "../lib/types.d.ts" */

import { authCard } from "../components/auth-card.js"
import { createForm, field } from "../components/form.js"
import { h } from "../lib/dom.js"
import { safeNext, withQuery } from "../lib/router.js"
import { texts } from "../lib/texts.js"

const words = texts.register

/** @param {Context} context */
export function page({ api, site, query }) {
  const next = query.get("next")
  const login = h("a", { href: api.url(withQuery("/login", { next })) }, texts.signIn.submit)
  const foot = site.signup !== "first" && h("p", {}, `${words.haveAccount} `, login)
  if (site.signup === "closed")
    return authCard(site, words.title, h("p", {}, words.closedHint), foot)

  const form = createForm({
    fields: fieldsFor(site.signup, query.get("invite")),
    submit: words.submit,
    async onsubmit({ name, invite, ...account }) {
      const given = { ...(name && { name }), ...(invite && { invite }) }
      await api.post("/api/auth/register", { ...account, ...given })
      await api.post("/api/auth/login", { email: account["email"], password: account["password"] })
      location.assign(api.url(safeNext(next)))
    },
  })
  return authCard(
    site,
    site.signup === "first" ? words.firstTitle : words.title,
    form,
    foot,
    hint(site.signup),
  )
}

/** @param {string} signup */
const hint = (signup) =>
  signup === "first" ? words.firstHint : signup === "approval" ? words.approvalHint : ""

/**
 * @param {string} signup
 * @param {string | null} invite the code that came with the link
 */
const fieldsFor = (signup, invite) => [
  field({
    name: "name",
    label: words.name,
    autocomplete: "name",
    hint: words.nameHint,
    maxlength: 80,
    autofocus: true,
  }),
  field({
    name: "email",
    label: texts.signIn.email,
    type: "email",
    autocomplete: "username",
    required: true,
  }),
  field({
    name: "password",
    label: texts.signIn.password,
    type: "password",
    autocomplete: "new-password",
    hint: words.passwordHint,
    minlength: 8,
    required: true,
  }),
  ...(signup === "invite"
    ? [
        field({
          name: "invite",
          label: words.invite,
          autocomplete: "off",
          value: invite,
          required: true,
        }),
      ]
    : []),
]
