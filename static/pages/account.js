/** Who one is, how the page looks, and where one is signed in. */

/** @import { Child, Context, Page, Session } from "../lib/types.d.ts" */

import { createForm, field } from "../components/form.js"
import { wordButton } from "../components/icon.js"
import { choiceOf } from "../components/look-choice.js"
import { toast } from "../components/news.js"
import { sentence } from "../components/problem-block.js"
import { signOut } from "../components/sign-out.js"
import { fill, h } from "../lib/dom.js"
import { relative } from "../lib/format.js"
import { texts } from "../lib/texts.js"

const words = texts.account

/** @param {Context} context */
export function page(context) {
  return h(
    "section",
    { class: "page page-narrow" },
    h("header", { class: "page-head" }, h("h1", { class: "page-title" }, words.title)),
    card(words.profile, profileForm(context)),
    card(words.appearance, h("div", { class: "form" }, choiceOf("theme"), choiceOf("motion"))),
    card(words.password, passwordForm(context)),
    card(words.sessions, sessionList(context)),
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
      // Tells password managers whose password this is.
      h("input", {
        class: "visually-hidden",
        autocomplete: "username",
        value: user.email,
        readonly: true,
        tabindex: -1,
        "aria-hidden": "true",
      }),
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

/** @param {Context} context */
function sessionList({ api, signal }) {
  const list = h("ul", { class: "rows" })

  async function load() {
    /** @type {Page<Session>} */
    const { items } = await api.get("/api/auth/sessions", { signal })
    fill(
      list,
      items.map((session) => sessionRow(session, () => end(session.id))),
    )
  }

  /** @param {string} id */
  async function end(id) {
    try {
      await api.delete(`/api/auth/sessions/${id}`)
      toast(words.sessionEnded)
      await load()
    } catch (error) {
      toast(sentence(error))
    }
  }
  load().catch((error) => fill(list, h("li", {}, sentence(error))))
  return list
}

/**
 * @param {Session} session
 * @param {() => void} end
 */
function sessionRow({ user_agent, address, last_seen_at, current }, end) {
  const name = deviceOf(user_agent)
  const seen = words.lastSeen(relative(last_seen_at))
  const button = wordButton(words.endSession, end)
  button.setAttribute("aria-label", words.endSessionOf(name))
  return h(
    "li",
    { class: "row" },
    h(
      "div",
      { class: "row-words" },
      h(
        "p",
        { class: "row-title" },
        name,
        current && h("span", { class: "badge" }, words.thisSession),
      ),
      h("p", { class: "row-facts" }, h("span", {}, address), h("span", {}, seen)),
    ),
    !current && button,
  )
}

/**
 * "Firefox on Windows": enough to know one's own devices by.
 * @param {string} agent
 */
function deviceOf(agent) {
  const browser = /Firefox|Edg|OPR|Chrome|Safari|curl|python/.exec(agent)?.[0] ?? agent.slice(0, 40)
  const system = /Windows|Android|iPhone|iPad|Mac OS|Linux/.exec(agent)?.[0]
  const name = { Edg: "Edge", OPR: "Opera" }[browser] ?? browser
  return system ? `${name} on ${system}` : name
}
