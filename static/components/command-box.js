/** One field to go anywhere, find anything, and do what menus do. */

/** @import { Common } from "./shell.js" */
/** @import { IconName } from "./icon.js" */
/** @import { Generation, Page, Thread } from "../lib/types.d.ts" */

import { isAbort } from "../lib/api.js"
import { fill, freshId, h, isComposing } from "../lib/dom.js"
import { addressOf } from "../lib/generation.js"
import { withQuery } from "../lib/router.js"
import { look } from "../lib/storage.js"
import { texts } from "../lib/texts.js"
import { icon } from "./icon.js"
import { announce } from "./news.js"

const words = texts.command
const SETTLE = 180 // milliseconds without a key before the server is asked
const FOUND = 6 // of each sort

/** @typedef {{ icon: IconName, label: string, hint?: string, run: () => unknown }} Entry */
/** @typedef {[title: string, entries: Entry[]]} Group */

/**
 * @param {Common} common
 * @param {{ toggleRail: () => void, showShortcuts: () => void }} can
 */
export function openCommandBox(common, can) {
  if (document.querySelector(".command[open]")) return
  new CommandBox(common, can).open()
}

class CommandBox {
  /** @type {Entry[]} */
  #entries = []
  #at = 0
  #asking = new AbortController()
  #timer = 0

  /**
   * @param {Common} common
   * @param {{ toggleRail: () => void, showShortcuts: () => void }} can
   */
  constructor(common, can) {
    this.common = common
    this.known = [pagesOf(common), actionsOf(common, can)]
    const listId = freshId("commands")
    this.list = h("div", { class: "command-list", role: "listbox", id: listId, "aria-label": words.title })
    this.field = h("input", {
      class: "command-field",
      role: "combobox",
      "aria-expanded": "true",
      "aria-controls": listId,
      "aria-autocomplete": "list",
      "aria-label": words.title,
      autocomplete: "off",
      spellcheck: "false",
      placeholder: words.placeholder,
      maxlength: 200,
      autofocus: true,
      oninput: () => this.#search(),
      onkeydown: (event) => this.#key(event),
    })
    this.none = h("p", { class: "command-none", hidden: true }, words.none)
    /** @type {HTMLDialogElement} */
    this.dialog = h(
      "dialog",
      { class: "dialog command", "aria-label": words.title },
      h("div", { class: "command-head" }, icon("search"), this.field),
      this.list,
      this.none,
    )
  }

  open() {
    const { dialog } = this
    dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close())
    dialog.addEventListener("close", () => {
      this.#asking.abort()
      clearTimeout(this.#timer)
      setTimeout(() => dialog.remove())
    })
    document.body.append(dialog)
    dialog.showModal()
    this.#show(this.known)
  }

  #search() {
    const wanted = this.field.value.trim()
    const own = this.known.map(([title, entries]) => /** @type {Group} */ ([title, matching(entries, wanted)]))
    const library = wanted ? [this.#inLibrary(wanted)] : []
    this.#show([...own, ...library])
    clearTimeout(this.#timer)
    this.#asking.abort()
    this.#asking = new AbortController()
    const { signal } = this.#asking
    if (wanted.length < 2) return
    this.#timer = setTimeout(async () => {
      try {
        this.#show([...own, ...(await this.#ask(wanted, signal)), ...library])
        announce(words.found(this.#entries.length))
      } catch (error) {
        if (!isAbort(error)) announce(texts.problem.unreachable)
      }
    }, SETTLE)
  }

  /**
   * @param {string} wanted
   * @returns {Group}
   */
  #inLibrary(wanted) {
    const run = () => this.#go(withQuery("/library", { q: wanted }))
    return [words.search, [{ icon: "search", label: words.inLibrary(wanted), run }]]
  }

  /**
   * @param {string} q
   * @param {AbortSignal} signal
   * @returns {Promise<Group[]>}
   */
  async #ask(q, signal) {
    const { api } = this.common
    const find = (/** @type {string} */ path) => api.get(withQuery(path, { q, limit: FOUND }), { signal })
    /** @type {[Page<Thread>, Page<Generation>]} */
    const [threads, made] = await Promise.all([find("/api/threads"), find("/api/generations")])
    const shown = made.items.filter((each) => each.kind !== "text" && addressOf(each))
    return [
      [
        texts.nav.text,
        threads.items.map(({ id, title }) => this.#link("text", title, `/generate/text/${id}`)),
      ],
      [
        texts.nav.library,
        shown.map((each) =>
          this.#link(each.kind === "video" ? "film" : "image", each.title || each.prompt, addressOf(each) ?? ""),
        ),
      ],
    ]
  }

  /**
   * @param {IconName} name
   * @param {string} label
   * @param {string} address
   * @returns {Entry}
   */
  #link(name, label, address) {
    return { icon: name, label, run: () => this.#go(address) }
  }

  /** @param {string} address */
  #go(address) {
    return this.common.router.go(address)
  }

  /** @param {Group[]} groups */
  #show(groups) {
    const shown = groups.filter(([, entries]) => entries.length > 0)
    this.#entries = shown.flatMap(([, entries]) => entries)
    fill(this.list, shown.map(([title, entries]) => this.#group(title, entries)))
    this.none.hidden = this.#entries.length > 0
    this.#choose(0)
  }

  /**
   * @param {string} title
   * @param {Entry[]} entries
   */
  #group(title, entries) {
    const id = freshId("group")
    return h(
      "div",
      { role: "group", "aria-labelledby": id },
      h("div", { class: "rail-label", id }, title),
      entries.map((entry) => this.#option(entry)),
    )
  }

  /** @param {Entry} entry */
  #option(entry) {
    return h(
      "div",
      {
        role: "option",
        class: "command-option",
        id: freshId("option"),
        "aria-selected": "false",
        onclick: () => this.#run(entry),
        onpointermove: () => this.#choose(this.#entries.indexOf(entry)),
      },
      icon(entry.icon),
      h("span", { class: "command-label", dir: "auto" }, entry.label),
      entry.hint && h("span", { class: "command-hint" }, entry.hint),
    )
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (isComposing(event)) return
    const last = this.#entries.length - 1
    const to = {
      ArrowDown: this.#at < last ? this.#at + 1 : 0,
      ArrowUp: this.#at > 0 ? this.#at - 1 : last,
      PageDown: Math.min(last, this.#at + 8),
      PageUp: Math.max(0, this.#at - 8),
    }[event.key]
    const entry = this.#entries[this.#at]
    if (to !== undefined) this.#choose(to)
    else if (event.key === "Enter" && entry) this.#run(entry)
    else return
    event.preventDefault()
  }

  /** @param {number} at */
  #choose(at) {
    this.#at = at
    const options = [...this.list.querySelectorAll("[role=option]")]
    for (const [index, option] of options.entries()) {
      option.setAttribute("aria-selected", String(index === at))
    }
    options[at]?.scrollIntoView({ block: "nearest" })
    this.field.setAttribute("aria-activedescendant", options[at]?.id ?? "")
  }

  /** @param {Entry} entry */
  #run(entry) {
    this.dialog.close()
    entry.run()
  }
}

/**
 * Those that have every word of what was typed.
 * @param {Entry[]} entries
 * @param {string} typed
 */
function matching(entries, typed) {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter(({ label, hint = "" }) => {
    const text = `${label} ${hint}`.toLowerCase()
    return wanted.every((word) => text.includes(word))
  })
}

/**
 * @param {Common} common
 * @returns {Group}
 */
function pagesOf({ router, user }) {
  const page = (/** @type {IconName} */ name, /** @type {string} */ label, /** @type {string} */ path) => ({
    icon: name,
    label,
    run: () => router.go(path),
  })
  const { nav } = texts
  return [
    words.pages,
    [
      page("text", nav.text, "/generate/text"),
      page("image", nav.image, "/generate/image"),
      page("film", nav.video, "/generate/video"),
      page("grid", nav.library, "/library"),
      page("jobs", nav.jobs, "/jobs"),
      page("usage", nav.usage, "/usage"),
      page("user", nav.account, "/account"),
      ...(user.role === "admin" ? [page("shield", words.admin, "/admin")] : []),
    ],
  ]
}

/**
 * @param {Common} common
 * @param {{ toggleRail: () => void, showShortcuts: () => void }} can
 * @returns {Group}
 */
function actionsOf({ api, router }, { toggleRail, showShortcuts }) {
  const { themes } = texts.account
  const theme = (/** @type {keyof typeof themes} */ value) => ({
    icon: /** @type {const} */ ("sliders"),
    label: `${texts.account.theme}: ${themes[value]}`,
    run: () => look.set("theme", value),
  })
  return [
    words.actions,
    [
      { icon: "plus", label: texts.nav.newText, run: () => router.go("/generate/text") },
      { icon: "rail", label: words.rail, run: toggleRail },
      theme("dark"),
      theme("light"),
      theme(""),
      { icon: "keyboard", label: texts.nav.shortcuts, run: showShortcuts },
      {
        icon: "signOut",
        label: texts.nav.signOut,
        run: async () => (await import("./sign-out.js")).signOut(api),
      },
    ],
  ]
}
