/** Talk with a model: the conversation and the composer below it. */

/** @import { Ask, Context, Quote, ThreadWithGenerations } from "../lib/types.d.ts" */

import { createComposer } from "../components/composer.js"
import { Conversation } from "../components/conversation.js"
import { createFollower } from "../components/follow.js"
import { requestProblem } from "../components/problem-block.js"
import { alarm } from "../components/announce.js"
import { isComposing } from "../components/shortcuts.js"
import { createTextSettings } from "../components/text-settings.js"
import { textWelcome } from "../components/text-welcome.js"
import { createThreadMenu } from "../components/thread-menu.js"
import { Choices } from "../lib/choices.js"
import { fill, h } from "../lib/dom.js"
import { modelsOf } from "../lib/models.js"
import { acceptDrops } from "../lib/pictures.js"
import { texts } from "../texts/en.js"

const words = texts.text

/** @param {Context} context */
export async function page(context) {
  const { api, router, params, query, signal, storage, site } = context
  const threadId = params["thread"] ?? null
  const choices = new Choices(storage, "text")
  const models = modelsOf(api, "text")
  const follower = createFollower(signal)
  const conversation = new Conversation(context, threadId, follower.grown)
  const draftName = () => `draft:text:${conversation.threadId ?? "new"}`

  const title = h("h1", { class: "thread-title", dir: "auto" }, words.newTitle)
  const menu = createThreadMenu(context, () => conversation.threadId, (name) => nameIt(name))
  const settings = createTextSettings(choices, storage)
  const composer = createComposer(context, choices, {
    onsend: send,
    onstop: () => conversation.stop(),
    more: () => ({ ...settings.system(), ...conversation.place }),
    onsettings: () => settings.toggle(composer.settingsButton),
  })
  const welcome = textWelcome(context.user, (prompt) => (composer.write(prompt), composer.field.focus()))

  /**
   * @param {Ask} ask
   * @param {Quote | null} quote
   */
  async function send(ask, quote) {
    const draft = composer.field.value
    fill(composer.problems)
    composer.write("")
    follower.toEnd()
    const wasSent = await conversation.send(ask, quote)
    if (wasSent) composer.tray.clear()
    else if (!composer.field.value) composer.write(draft)
  }

  /** @param {{ ask: Ask, error: unknown }} refusal */
  function refused({ ask, error }) {
    const again = () => (fill(composer.problems), composer.write(""), conversation.send(ask))
    const retry = h("button", { type: "button", class: "button", onclick: again }, texts.common.retry)
    fill(composer.problems, requestProblem(error, [retry]))
    alarm(error instanceof Error ? error.message : texts.problem.unexpected)
  }

  /** @param {string} name */
  function nameIt(name) {
    title.textContent = name
    document.title = `${name} · ${site.name}`
  }

  function show() {
    welcome.hidden = !conversation.isEmpty || conversation.threadId !== null
    menu.hidden = conversation.threadId === null
    composer.setBusy(conversation.open !== null)
  }

  conversation.addEventListener("branch", show)
  conversation.addEventListener("refused", (event) => refused(/** @type {CustomEvent} */ (event).detail))
  conversation.addEventListener("thread", async () => {
    storage.set("draft:text:new", null)
    router.move(`/generate/text/${conversation.threadId}`, { replace: true })
    /** @type {ThreadWithGenerations} */
    const thread = await api.get(`/api/threads/${conversation.threadId}`, { signal })
    nameIt(thread.title)
  })
  composer.field.addEventListener("input", () => storage.set(draftName(), composer.field.value))
  models.then((offered) => choices.offer(offered)).catch((error) => fill(composer.problems, requestProblem(error)))

  if (threadId) {
    /** @type {ThreadWithGenerations} */
    const thread = await api.get(`/api/threads/${threadId}`, { signal })
    nameIt(thread.title)
    conversation.load(thread)
  }
  composer.write(query.get("q") ?? storage.get(draftName(), ""))
  show()

  const element = h(
    "section",
    { class: "text-page" },
    h("header", { class: "thread-head" }, title, menu),
    h("div", { class: "thread-log", role: "region", "aria-label": words.conversation }, welcome, conversation.element),
    h("div", { class: "thread-foot" }, follower.button, composer.element),
    settings.element,
  )
  acceptDrops(element, (files) => composer.tray.add(files))
  listenForEscape(signal, () => conversation.open && conversation.stop())
  requestAnimationFrame(() => threadId && follower.toEnd())
  return element
}

/**
 * Escape closes what is innermost; only when nothing is open does it stop the reply.
 * @param {AbortSignal} signal
 * @param {() => void} stop
 */
function listenForEscape(signal, stop) {
  addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || event.defaultPrevented || event.shiftKey || isComposing(event)) return
      if (document.querySelector(":popover-open, dialog:modal")) return
      stop()
    },
    { signal },
  )
}
