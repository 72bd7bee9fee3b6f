/** What this browser remembers: drafts, choices, the theme. Never more than a convenience. */

const PREFIX = "allucanget:"

/**
 * Values in localStorage below one prefix. Storage may be full or forbidden; then nothing is
 * remembered and nothing breaks.
 */
export class Storage {
  #prefix

  /** @param {string} [scope] Whose values: one person's drafts are not the next one's. */
  constructor(scope = "") {
    this.#prefix = scope ? `${PREFIX}${scope}:` : PREFIX
  }

  /**
   * @template Value
   * @param {string} name
   * @param {Value} otherwise
   * @returns {Value}
   */
  get(name, otherwise) {
    try {
      const text = localStorage.getItem(this.#prefix + name)
      return text === null ? otherwise : JSON.parse(text)
    } catch {
      return otherwise
    }
  }

  /**
   * How many values have a name that begins so.
   * @param {string} beginning
   */
  count(beginning) {
    try {
      const names = Object.keys(localStorage)
      return names.filter((name) => name.startsWith(this.#prefix + beginning)).length
    } catch {
      return 0
    }
  }

  /**
   * Remember a value; `null` and the empty text forget it.
   * @param {string} name
   * @param {unknown} value
   */
  set(name, value) {
    try {
      if (value === null || value === "") localStorage.removeItem(this.#prefix + name)
      else localStorage.setItem(this.#prefix + name, JSON.stringify(value))
    } catch {
      return
    }
  }
}

/** Words that `theme.js` must read before any module runs, so they are kept bare. */
export const look = {
  /** @param {"theme" | "motion" | "rail" | "accent"} name */
  get(name) {
    return document.documentElement.dataset[name] ?? ""
  },

  /**
   * @param {"theme" | "motion" | "rail" | "accent"} name
   * @param {string} value the empty text means: as the system has it
   */
  set(name, value) {
    const { dataset } = document.documentElement
    if (value) dataset[name] = value
    else delete dataset[name]
    try {
      if (value) localStorage.setItem(PREFIX + name, value)
      else localStorage.removeItem(PREFIX + name)
    } catch {
      return
    }
  },
}

/** Whether things may move by themselves, as the system and the person have it. */
export const motionIsWelcome = () =>
  !matchMedia("(prefers-reduced-motion: reduce)").matches && look.get("motion") !== "calm"
