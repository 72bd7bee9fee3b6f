/** Sign in. */

/** @import { Context } from "../lib/types.d.ts" */

import { authCard } from "../components/auth-card.js"
import { createForm, field } from "../components/form.js"
import { Problem } from "../lib/api.js"
import { h } from "../lib/dom.js"
import { safeNext, withQuery } from "../lib/router.js"
import { texts } from "../lib/texts.js"

const words = texts.signIn

/** @param {Context} context */
export function page({ api, router, site, query, user }) {
  const next = query.get("next")
  if (user.id) router.go(safeNext(next), { replace: true })
  if (site.signup === "first") router.go("/register", { replace: true })

  const form = createForm({
    fields: [
      field({
        name: "email",
        label: words.email,
        type: "email",
        autocomplete: "username",
        required: true,
        autofocus: true,
      }),
      field({
        name: "password",
        label: words.password,
        type: "password",
        autocomplete: "current-password",
        required: true,
      }),
    ],
    submit: words.submit,
    async onsubmit({ email, password }) {
      await api.post("/api/auth/login", { email, password }).catch((error) => {
        throw error instanceof Problem && error.status === 401
          ? new Problem(401, { ...error.document, detail: words.wrong })
          : error
      })
      location.assign(api.url(safeNext(next)))
    },
  })
  const register = h("a", { href: api.url(withQuery("/register", { next })) }, words.register)
  return authCard(
    site,
    words.title,
    form,
    site.signup !== "closed" && h("p", {}, `${words.noAccount} `, register),
  )
}
