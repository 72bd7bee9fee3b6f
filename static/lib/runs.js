/** Coloured code as plain data, so that it never has to be markup on the page. Pure. */

/** A stretch of code in one colour: its class ("" for none) and its text. */
/** @typedef {[kind: string, text: string]} Run */

const TOKEN = /<span class="([^"]*)">|<\/span>|([^<]+)/g
const ENTITIES = /** @type {Record<string, string>} */ ({
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#x27;": "'",
})

/**
 * What highlight.js wrote, taken apart. Nested colours give the innermost.
 * @param {string} html
 * @returns {Run[]}
 */
export function runsOf(html) {
  /** @type {Run[]} */
  const runs = []
  /** @type {string[]} */
  const open = [""]
  for (const [tag, names, text] of html.matchAll(TOKEN)) {
    if (text !== undefined) add(runs, open.at(-1) ?? "", unescaped(text))
    else if (tag === "</span>") open.pop()
    else open.push(kindOf(names ?? ""))
  }
  return runs
}

/**
 * How many runs at the start are the same in both.
 * @param {Run[]} before
 * @param {Run[]} after
 */
export function commonStart(before, after) {
  const differs = before.findIndex(
    ([kind, text], index) => after[index]?.[0] !== kind || after[index]?.[1] !== text,
  )
  return differs < 0 ? before.length : differs
}

/**
 * Neighbours of one colour are one run.
 * @param {Run[]} runs
 * @param {string} kind
 * @param {string} text
 */
function add(runs, kind, text) {
  const last = runs.at(-1)
  if (last?.[0] === kind) last[1] += text
  else runs.push([kind, text])
}

/**
 * "hljs-title function_" is a title.
 * @param {string} names
 */
const kindOf = (names) => /^hljs-([a-z-]+)/.exec(names)?.[1] ?? ""

/** @param {string} text */
const unescaped = (text) => text.replace(/&(?:amp|lt|gt|quot|#x27);/g, (name) => ENTITIES[name] ?? "")
