/** What pressed keys are called, for us and for people. Pure. */

/** @typedef {Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">} Keys */

const isApple = /Mac|iP(hone|ad|od)/.test(globalThis.navigator?.platform ?? "")

/** How keys are written on this person's keyboard. @type {Record<string, string>} */
const NAMES = {
  Mod: isApple ? "⌘" : "Ctrl",
  Shift: "⇧",
  Alt: isApple ? "⌥" : "Alt",
  Escape: "Esc",
  Delete: "Del",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Arrows: "← → ↑ ↓",
}

/**
 * Such as "Mod+Shift+O"; empty while only a modifier is down.
 * @param {Keys} event
 */
export function pressed({ key, code, ctrlKey, metaKey, altKey, shiftKey }) {
  if (["Control", "Meta", "Alt", "Shift", "Dead", "Process"].includes(key)) return ""
  const isLetter = /^Key[A-Z]$/.test(code)
  // A sign such as "?" has the shift in it; a letter is the same key with and without.
  const isSign = key.length === 1 && !isLetter
  const name = isLetter ? letterOf(key, code) : key === " " ? "Space" : key
  return [
    (ctrlKey || metaKey) && "Mod",
    altKey && "Alt",
    shiftKey && !isSign && "Shift",
    name,
  ]
    .filter(Boolean)
    .join("+")
}

/**
 * With Alt or on other alphabets the sign is not the letter on the key.
 * @param {string} key
 * @param {string} code
 */
const letterOf = (key, code) => (/^[a-z]$/i.test(key) ? key.toUpperCase() : code.slice(3))

/**
 * For people: ["Ctrl", "K"].
 * @param {string} keys
 */
export const namesOf = (keys) => keys.split(/\+(?=.)/).map((name) => NAMES[name] ?? name)

/**
 * For screen readers: "Control+K".
 * @param {string} keys
 */
export const ariaKeys = (keys) =>
  keys.replace("Mod", isApple ? "Meta" : "Control").replace("Arrows", "ArrowRight")

/**
 * A label with its keys, for tooltips.
 * @param {string} label
 * @param {string} keys
 */
export const withKeys = (label, keys) => (keys ? `${label} (${namesOf(keys).join(" ")})` : label)
