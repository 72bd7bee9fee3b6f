/** Who one is, how the page looks, and where one is signed in. */

/** @import { Child, Context } from "../lib/types.d.ts" */

import { dataCard, leaveCard } from "../components/account/data.js"
import { keyList } from "../components/account/keys.js"
import { sentencesSwitch } from "../components/account/listening.js"
import { notifySwitch } from "../components/account/notify.js"
import { sessionList } from "../components/account/sessions.js"
import { webhookList } from "../components/account/webhooks.js"
import { createForm, field, ownerField } from "../components/form.js"
import { wordButton } from "../components/icon.js"
import { choiceOf } from "../components/look-choice.js"
import { toast } from "../components/news.js"
import { segments } from "../components/segments.js"
import { shareCard } from "../components/sharing/list.js"
import { shortcutList } from "../components/shortcut-list.js"
import { signOut } from "../components/sign-out.js"
import { texts as more } from "../lib/account/texts.js"
import { h } from "../lib/dom.js"
import { chooseLanguage, chosenLanguage, LANGUAGES } from "../lib/language.js"
import { texts } from "../lib/texts.js"

const words = more.account

/** @param {Context} context */
export function page(context) {
  return h(
    "section",
    { class: "page page-narrow" },
    h("header", { class: "page-head" }, h("h1", { class: "page-title" }, words.title)),
    card(words.profile, profileForm(context)),
    card(
      words.appearance,
      h("div", { class: "form" }, choiceOf("theme"), choiceOf("motion"), languageChoice()),
    ),
    card(words.notifications, notifySwitch(context)),
    card(more.listening.title, sentencesSwitch(context)),
    card(words.password, passwordForm(context)),
    card(words.sessions, sessionList(context)),
    shareCard(context),
    card(more.keys.title, keyList(context)),
    card(more.webhooks.title, webhookList(context)),
    fold(texts.shortcuts.title, shortcutList(context.storage)),
    card(words.data, dataCard(context)),
    card(words.leave, leaveCard(context)),
    h(
      "div",
      { class: "button-row" },
      wordButton(words.signOut, () => signOut(context.api)),
    ),
  )
}

/**
 * @param {string} title
 * @param {Child} content
 */
const card = (title, content) =>
  h("section", { class: "card account-card" }, h("h2", { class: "card-title" }, title), content)

/**
 * What is long and seldom needed.
 * @param {string} title
 * @param {Child} content
 */
const fold = (title, content) =>
  h(
    "details",
    { class: "card account-card account-fold" },
    h("summary", {}, h("h2", { class: "card-title" }, title)),
    content,
  )

/** The page is loaded anew in the language chosen. */
const languageChoice = () =>
  segments({
    label: words.language,
    options: { "": words.languageAuto, ...LANGUAGES },
    chosen: chosenLanguage(),
    onchange(tag) {
      chooseLanguage(tag)
      location.reload()
    },
  })

/** @param {Context} context */
function profileForm({ api, user }) {
  return createForm({
    fields: [
      field({
        name: "name",
        label: words.name,
        value: user.name,
        autocomplete: "name",
        maxlength: 80,
      }),
      h("p", { class: "hint" }, `${user.email} · ${words.tier}: ${user.tier}`),
    ],
    submit: texts.common.save,
    async onsubmit({ name }) {
      await api.patch("/api/auth/me", { name })
      user.name = name ?? ""
      dispatchEvent(new Event("user"))
      toast(texts.common.saved)
    },
  })
}

/** @param {Context} context */
function passwordForm({ api, user }) {
  const form = createForm({
    fields: [
      ownerField(user.email),
      field({
        name: "current",
        label: words.currentPassword,
        type: "password",
        autocomplete: "current-password",
        required: true,
      }),
      field({
        name: "new",
        label: words.newPassword,
        type: "password",
        autocomplete: "new-password",
        hint: texts.register.passwordHint,
        minlength: 8,
        required: true,
      }),
    ],
    submit: words.changePassword,
    async onsubmit({ current, new: next }) {
      await api.post("/api/auth/password", { current, new: next })
      form.reset()
      toast(words.passwordChanged)
    },
  })
  return form
}
