/** Talk with a model: the conversation and the composer below it. */

/** @import { Ask, Context, Quote, Thread, ThreadWithGenerations, User } from "../lib/types.d.ts" */
/** @import { Talk } from "../components/talk.js" */

import { Composer } from "../components/composer.js"
import { wordButton } from "../components/icon.js"
import { agreedOnAll } from "../components/price.js"
import { Choices, modelsOf } from "../lib/choices.js"
import { fill, h, isComposing } from "../lib/dom.js"
import { acceptDrops, acceptPaste } from "../lib/given.js"
import { withQuery } from "../lib/router.js"
import { texts } from "../lib/texts.js"
import { nameDocument } from "../lib/title.js"

const words = texts.text
const SETTINGS_OPEN = "settings:text"

/** @param {Context} context */
export async function page(context) {
  const text = new TextPage(context)
  await text.open()
  return text.element
}

class TextPage {
  /** Loaded with the first message. @type {Talk | null} */
  #talk = null
  /** @type {Promise<Talk> | null} */
  #coming = null
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
      send: (asks, quote) => this.#send(asks, quote),
      queue: (ask) => this.#talk?.queue.add(ask),
      stop: () => this.#talk?.conversation.stop(),
      settings: () => this.#toggleSettings(),
      more: () => ({ ...systemOf(context), ...this.#talk?.conversation.place }),
      earlier: (text, step) => this.#talk?.earlier(text, step) ?? null,
    })
    this.foot = h("div", { class: "thread-foot" }, this.composer.element)
    this.element = h(
      "section",
      { class: "text-page", "data-drop-words": words.drop },
      this.head,
      this.log,
      this.foot,
    )
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

    await this.#reopenSettings()
    composer.write(query.get("q") ?? storage.get(this.#draft, ""))
    composer.field.addEventListener("input", () => storage.set(this.#draft, composer.message))
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
    this.#talk?.load(thread, this.context.query.get("at"))
  }

  /** Once, however many ask for it. */
  #converse() {
    return (this.#coming ??= this.#begin())
  }

  async #begin() {
    const { Talk } = await preload()
    const talk = new Talk(this.context, this.threadId, this.composer, this.choices)
    this.#talk = talk
    const { conversation, follower, panel } = talk
    conversation.addEventListener("refused", (event) =>
      this.#refused(/** @type {CustomEvent} */ (event).detail),
    )
    conversation.addEventListener("thread", () => this.#begun(conversation.threadId))
    conversation.addEventListener("chosen", () => this.#linkTo(conversation.tree.leaf?.id))
    this.foot.prepend(follower.button, panel)
    fill(this.log, conversation.element)
    if (this.threadId) this.#addMenu()
    return talk
  }

  /**
   * The address leads to the branch in view.
   * @param {string | undefined} leaf
   */
  #linkTo(leaf) {
    const address = withQuery(`/generate/text/${this.threadId}`, { at: leaf })
    if (this.threadId) this.context.router.move(address, { replace: true })
  }

  /**
   * @param {Ask[]} asks
   * @param {Quote | null} quote of all of them
   */
  async #send(asks, quote) {
    const { composer } = this
    const draft = composer.message
    fill(composer.problems)
    composer.write("")
    const talk = await this.#converse()
    const [ask] = asks
    // Written while the conversation was still being loaded for the one before.
    if (talk.conversation.open && ask) return talk.queue.add(ask)
    talk.follower.toEnd()
    const agreedAsks = await agreedOnAll("text", asks, quote)
    const taken = () => (composer.clearPictures(), composer.clearCompared())
    talk.conversation.addEventListener("started", taken, { once: true })
    const wasSent = agreedAsks && (await talk.send(agreedAsks))
    if (!wasSent && !composer.message) composer.write(draft)
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
    if (id) this.#talk?.queue.settle(id)
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
    const { storage } = this.context
    if (!this.#settings) {
      const { createTextSettings } = await import("../components/text-settings.js")
      this.#settings = createTextSettings(this.choices, storage, () =>
        this.composer.presets.click(),
      )
      this.element.append(this.#settings.element)
      this.#settings.element.addEventListener("close", () => storage.set(SETTINGS_OPEN, null))
    }
    storage.set(SETTINGS_OPEN, true)
    this.#settings.toggle(this.composer.settings)
  }

  /** Beside the page the settings stay until they are closed. Over it they would be in the way. */
  async #reopenSettings() {
    const isWide = matchMedia("(width >= 72rem)").matches
    if (isWide && this.context.storage.get(SETTINGS_OPEN, false)) await this.#toggleSettings()
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
  const { Talk, loadMarkdown } = await import("../components/talk.js")
  loadMarkdown().catch(() => {})
  return { Talk }
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
