/** Talk with a model: the conversation and the composer below it. */

/** @import { Ask, Context, Quote, Thread, ThreadWithGenerations, User } from "../lib/types.d.ts" */
/** @import { Conversation } from "../components/conversation.js" */
/** @import { Follower } from "../components/follow.js" */

import { Composer } from "../components/composer.js"
import { wordButton } from "../components/icon.js"
import { Choices, modelsOf } from "../lib/choices.js"
import { fill, h, isComposing } from "../lib/dom.js"
import { acceptDrops, acceptPaste } from "../lib/pictures.js"
import { texts } from "../lib/texts.js"
import { nameDocument } from "../lib/title.js"

const words = texts.text

/** @param {Context} context */
export async function page(context) {
  const text = new TextPage(context)
  await text.open()
  return text.element
}

class TextPage {
  /** @type {{ conversation: Conversation, follower: Follower } | null} loaded with the first message */
  #talk = null
  /** @type {ReturnType<typeof import("../components/text-settings.js").createTextSettings> | null} */
  #settings = null

  /** @param {Context} context */
  constructor(context) {
    this.context = context
    /** @type {string | null} */
    this.threadId = context.params["thread"] ?? null
    this.choices = new Choices(context.storage, "text")
    this.title = h("h1", { class: "thread-title", dir: "auto" }, words.newTitle)
    this.head = h("header", { class: "thread-head" }, this.title)
    this.log = h("div", { class: "thread-log", role: "region", "aria-label": words.conversation })
    this.composer = new Composer(context, this.choices, {
      send: (ask, quote) => this.#send(ask, quote),
      stop: () => this.#talk?.conversation.stop(),
      settings: () => this.#toggleSettings(),
      more: () => ({ ...systemOf(context), ...this.#talk?.conversation.place }),
    })
    this.foot = h("div", { class: "thread-foot" }, this.composer.element)
    this.element = h("section", { class: "text-page" }, this.head, this.log, this.foot)
  }

  get #draft() {
    return `draft:text:${this.threadId ?? "new"}`
  }

  async open() {
    const { api, query, storage, signal } = this.context
    const { composer } = this
    const models = modelsOf(api, "text")
    if (this.threadId) await this.#openThread(this.threadId)
    else
      this.log.append(
        welcome(this.context.user, (prompt) => (composer.write(prompt), composer.field.focus())),
      )

    composer.write(query.get("q") ?? storage.get(this.#draft, ""))
    composer.field.addEventListener("input", () => storage.set(this.#draft, composer.field.value))
    // The conversation's modules come while the person is still typing.
    composer.field.addEventListener("focus", () => preload(), { once: true })
    models.then((offered) => this.#offer(offered)).catch((error) => this.#tell(error))
    acceptDrops(this.element, (files) => composer.addFiles(files))
    acceptPaste(signal, (files) => composer.addFiles(files))
    addEventListener("keydown", (event) => this.#escape(event), { signal })
  }

  /** @param {import("../lib/types.d.ts").Model[]} models */
  #offer(models) {
    this.choices.offer(models)
    const wanted = this.context.query.get("model")
    if (wanted) this.choices.choose(wanted)
  }

  /** @param {string} id */
  async #openThread(id) {
    const { api, signal } = this.context
    /** @type {[ThreadWithGenerations, unknown]} */
    const [thread] = await Promise.all([
      api.get(`/api/threads/${encodeURIComponent(id)}`, { signal }),
      this.#converse(),
    ])
    this.#nameIt(thread.title)
    this.#talk?.conversation.load(thread)
    requestAnimationFrame(() => this.#talk?.follower.toEnd())
  }

  async #converse() {
    if (this.#talk) return this.#talk
    const { signal } = this.context
    const { Conversation, Follower } = await preload()
    const follower = new Follower(signal)
    const conversation = new Conversation(this.context, this.threadId, () => follower.grown())
    conversation.addEventListener("branch", () => this.composer.setBusy(conversation.open !== null))
    conversation.addEventListener("refused", (event) =>
      this.#refused(/** @type {CustomEvent} */ (event).detail),
    )
    conversation.addEventListener("thread", () => this.#begun(conversation.threadId))
    this.foot.prepend(follower.button)
    fill(this.log, conversation.element)
    if (this.threadId) this.#addMenu()
    this.#talk = { conversation, follower }
    return this.#talk
  }

  /**
   * @param {Ask} ask
   * @param {Quote | null} quote
   */
  async #send(ask, quote) {
    const { composer } = this
    const draft = composer.field.value
    fill(composer.problems)
    composer.write("")
    const { conversation, follower } = await this.#converse()
    follower.toEnd()
    const wasSent = await conversation.send(ask, quote)
    if (wasSent) composer.clearPictures()
    else if (!composer.field.value) composer.write(draft)
  }

  /** @param {{ ask: Ask, error: unknown }} refusal */
  #refused({ ask, error }) {
    const { composer } = this
    const again = async () => {
      fill(composer.problems)
      composer.write("")
      await this.#talk?.conversation.send(ask)
    }
    this.#tell(error, wordButton(texts.common.retry, again))
  }

  /**
   * @param {unknown} error
   * @param {HTMLElement} [action]
   */
  async #tell(error, action) {
    const { requestProblem, sentence } = await import("../components/problem-block.js")
    const { alarm } = await import("../components/news.js")
    fill(this.composer.problems, requestProblem(error, action ? [action] : []))
    alarm(sentence(error))
  }

  /**
   * The conversation has its own address from now on.
   * @param {string | null} id
   */
  async #begun(id) {
    const { api, router, storage, signal } = this.context
    storage.set(this.#draft, null)
    this.threadId = id
    router.move(`/generate/text/${id}`, { replace: true })
    this.#addMenu()
    /** @type {Thread} */
    const thread = await api.get(`/api/threads/${id}`, { signal })
    this.#nameIt(thread.title)
  }

  async #addMenu() {
    const { createThreadMenu } = await import("../components/thread-menu.js")
    this.head.append(
      createThreadMenu(this.context, this.threadId ?? "", (title) => this.#nameIt(title)),
    )
  }

  /** @param {string} title */
  #nameIt(title) {
    this.title.textContent = title
    nameDocument(title, this.context.site.name)
  }

  async #toggleSettings() {
    if (!this.#settings) {
      const { createTextSettings } = await import("../components/text-settings.js")
      this.#settings = createTextSettings(this.choices, this.context.storage)
      this.element.append(this.#settings.element)
    }
    this.#settings.toggle(this.composer.settings)
  }

  /**
   * Escape closes what is innermost; only when nothing is open does it stop the reply.
   * @param {KeyboardEvent} event
   */
  #escape(event) {
    if (event.key !== "Escape" || event.defaultPrevented || event.shiftKey || isComposing(event))
      return
    if (!document.querySelector(":popover-open, dialog:modal")) this.#talk?.conversation.stop()
  }
}

/** What a conversation needs, and with it the Markdown libraries. */
async function preload() {
  const [{ Conversation }, { Follower }, { loadMarkdown }] = await Promise.all([
    import("../components/conversation.js"),
    import("../components/follow.js"),
    import("../components/markdown.js"),
  ])
  loadMarkdown().catch(() => {})
  return { Conversation, Follower }
}

/**
 * @param {Context} context
 * @returns {Partial<Ask>}
 */
function systemOf({ storage }) {
  const system = storage.get("system", "").trim()
  return system ? { system } : {}
}

/**
 * An empty conversation: a greeting and a few starts that fill the composer, never send.
 * @param {User} user
 * @param {(prompt: string) => void} take
 */
function welcome(user, take) {
  const example = (/** @type {{ label: string, prompt: string }} */ { label, prompt }) =>
    h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "example", onclick: () => take(prompt) },
        h("span", { class: "example-label" }, label),
        h("span", { class: "example-prompt" }, prompt),
      ),
    )
  return h(
    "div",
    { class: "welcome" },
    h("p", { class: "welcome-title" }, words.greeting(user.name.split(" ")[0] ?? "")),
    h("p", { class: "welcome-hint" }, words.hint),
    h("ul", { class: "examples" }, words.examples.map(example)),
  )
}
