/**
 * The keys of the whole app: which there are, and which a person wants instead. Pure but for
 * `translateKeys`.
 *
 * Every part of the page listens for the keys it was born with. What a person has chosen instead is
 * translated on its way in, so that no part has to know of it.
 */

import { isComposing, isTyping } from "./dom.js"
import { pressed } from "./keys.js"

/**
 * @typedef {{ id: string, keys: string, group: "everywhere" | "text" | "make" | "library",
 *   fixed?: true }} Shortcut
 * @typedef {{ get: <Value>(name: string, otherwise: Value) => Value,
 *   set: (name: string, value: unknown) => void }} Memory
 */

/** Those that are `fixed` are how such fields and lists work everywhere. @type {Shortcut[]} */
export const SHORTCUTS = [
  { id: "command", keys: "Mod+K", group: "everywhere" },
  { id: "new", keys: "Mod+Shift+O", group: "everywhere" },
  { id: "composer", keys: "/", group: "everywhere" },
  { id: "composerAlso", keys: "Shift+Escape", group: "everywhere" },
  { id: "rail", keys: "Mod+B", group: "everywhere" },
  { id: "list", keys: "Mod+/", group: "everywhere" },
  { id: "listAlso", keys: "?", group: "everywhere" },
  { id: "close", keys: "Escape", group: "everywhere", fixed: true },
  { id: "send", keys: "Enter", group: "text", fixed: true },
  { id: "newline", keys: "Shift+Enter", group: "text", fixed: true },
  { id: "earlier", keys: "Alt+ArrowUp", group: "text" },
  { id: "later", keys: "Alt+ArrowDown", group: "text" },
  { id: "signModel", keys: "@", group: "text", fixed: true },
  { id: "signPicture", keys: "#", group: "text", fixed: true },
  { id: "signDeed", keys: "/…", group: "text", fixed: true },
  { id: "generate", keys: "Mod+Enter", group: "make" },
  { id: "move", keys: "Arrows", group: "library", fixed: true },
  { id: "open", keys: "Enter", group: "library", fixed: true },
  { id: "select", keys: "Space", group: "library", fixed: true },
  { id: "range", keys: "Shift+Arrows", group: "library", fixed: true },
  { id: "all", keys: "Mod+A", group: "library", fixed: true },
  { id: "favourite", keys: "F", group: "library" },
  { id: "download", keys: "D", group: "library" },
  { id: "usePrompt", keys: "P", group: "library" },
  { id: "useAll", keys: "R", group: "library" },
  { id: "info", keys: "I", group: "library" },
  { id: "delete", keys: "Delete", group: "library", fixed: true },
]

/** The name under which it is kept what Enter does in a message. */
const ENTER_SENDS = "enter:sends"

/** @type {Record<string, string>} */
const ENTER_BREAKS = { send: "Mod+Enter", newline: "Enter" }

/** What one person has chosen, in this browser. */
export class Bindings {
  #memory

  /** @param {Memory} memory */
  constructor(memory) {
    this.#memory = memory
  }

  /** Whether keys act at all, but for those that fields and lists have everywhere. */
  get on() {
    return this.#memory.get("keys:on", true)
  }

  set on(on) {
    this.#memory.set("keys:on", on)
  }

  /** Whether Enter sends a message; else it begins a new line, and Mod+Enter sends. */
  get enterSends() {
    return this.#memory.get(ENTER_SENDS, true)
  }

  set enterSends(sends) {
    this.#memory.set(ENTER_SENDS, sends)
  }

  /** @returns {Record<string, string>} */
  get #chosen() {
    return this.#memory.get("keys", {})
  }

  /** @param {string} id */
  keysOf(id) {
    const otherwise = this.enterSends ? undefined : ENTER_BREAKS[id]
    if (otherwise) return otherwise
    return this.#chosen[id] ?? SHORTCUTS.find((each) => each.id === id)?.keys ?? ""
  }

  /**
   * Use these keys from now on; those the action was born with forget the choice.
   * @param {string} id
   * @param {string} keys
   */
  bind(id, keys) {
    const { [id]: _, ...others } = this.#chosen
    const own = SHORTCUTS.find((each) => each.id === id)?.keys
    this.#memory.set("keys", keys === own ? others : { ...others, [id]: keys })
  }

  reset() {
    this.#memory.set("keys", null)
  }

  get isChanged() {
    return Object.keys(this.#chosen).length > 0
  }

  /**
   * What already has these keys where they would be wanted.
   * @param {string} id
   * @param {string} keys
   */
  takenBy(id, keys) {
    const own = SHORTCUTS.find((each) => each.id === id)
    const meet = (/** @type {Shortcut} */ { group }) =>
      group === own?.group || group === "everywhere" || own?.group === "everywhere"
    return SHORTCUTS.find(
      (other) => other.id !== id && meet(other) && this.keysOf(other.id) === keys,
    )
  }

  /**
   * What becomes of pressed keys: `undefined` they stay what they are, `null` nothing, or the keys
   * that some part of the page was born with.
   * @param {string} pressed
   * @returns {string | null | undefined}
   */
  meaningOf(pressed) {
    const born = SHORTCUTS.filter(({ keys, fixed }) => keys === pressed && !fixed)
    if (!this.on) return born.length > 0 ? null : undefined
    const wanted = SHORTCUTS.find(({ id }) => this.#chosen[id] === pressed)
    if (wanted) return wanted.keys
    return born.length > 0 && born.every(({ id }) => id in this.#chosen) ? null : undefined
  }
}

let isTranslating = false

/**
 * Translate from now on. Once is enough.
 * @param {Bindings} bindings
 */
export function translateKeys(bindings) {
  if (isTranslating) return
  isTranslating = true
  addEventListener("keydown", (event) => {
    // Whose next keys shall be new ones says so.
    const isChoosing = document.querySelector(".key-listening") !== null
    if (!event.isTrusted || isChoosing || isComposing(event)) return
    const keys = pressed(event)
    // Whoever types means the sign.
    if (!keys || (isTyping(event) && !/^(Mod|Alt)\+/.test(keys))) return
    const meaning = bindings.meaningOf(keys)
    if (meaning === undefined) return
    event.stopImmediatePropagation()
    if (meaning === null) return
    event.preventDefault()
    event.target?.dispatchEvent(new KeyboardEvent("keydown", eventOf(meaning)))
  }, { capture: true })
}

/** @param {string} keys */
function eventOf(keys) {
  const parts = keys.split(/\+(?=.)/)
  const name = parts.at(-1) ?? ""
  const isLetter = /^[A-Z]$/.test(name)
  return {
    key: isLetter && !parts.includes("Shift") ? name.toLowerCase() : name,
    code: isLetter ? `Key${name}` : "",
    ctrlKey: parts.includes("Mod"),
    altKey: parts.includes("Alt"),
    shiftKey: parts.includes("Shift"),
    bubbles: true,
    cancelable: true,
  }
}
