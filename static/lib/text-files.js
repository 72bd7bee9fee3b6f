/**
 * Texts that go with a message as files, pasted or chosen: a part of it, each in a fenced block
 * with its name. Pure.
 */

/** @typedef {{ name: string, text: string }} TextFile */

/** So many letters are more than one wants to see in the field, or in a bubble. */
const LONG = 4000

/** So many a message may have in all; the server refuses more. */
export const MOST = 200_000

const BLOCK =
  /(?:^|\n\n)(?:attached ([^\n]+)|(pasted(?:-\d+)?\.txt)):\n(`{3,})\n([\s\S]*?)\n\3(?=\n\n|$)/g

/**
 * What is pasted, if it is a text and long. Files go first: a table comes as a picture too.
 * @param {Pick<DataTransfer, "files" | "getData"> | null} data
 */
export function longTextOf(data) {
  const text = data && data.files.length === 0 ? data.getData("text/plain") : ""
  return isLong(text) ? text.replace(/\r\n?/g, "\n") : null
}

/** @param {string} text */
export const isLong = (text) => text.length > LONG

/**
 * One more, under a name that none of the others has.
 * @param {readonly TextFile[]} files
 * @param {string} text
 * @param {string} [name]
 * @returns {TextFile}
 */
export function another(files, text, name = "pasted.txt") {
  const [, stem, ending = ""] = /** @type {RegExpExecArray} */ (
    /^(.+?)(\.[^.]*)?$/.exec(name.replace(/\s+/g, " ").trim() || "text")
  )
  const isTaken = (/** @type {string} */ name) => files.some((file) => file.name === name)
  let own = `${stem}${ending}`
  for (let count = 2; isTaken(own); count++) own = `${stem}-${count}${ending}`
  return { name: own, text }
}

/**
 * The message as a model reads it.
 * @param {string} text
 * @param {readonly TextFile[]} files
 */
export const withFiles = (text, files) =>
  [text, ...files.map((file) => `${heading(file)}:\n${fenced(file.text)}`)].join("\n\n")

/**
 * What `withFiles` has put together.
 * @param {string} message
 * @returns {{ text: string, files: TextFile[] }}
 */
export const apart = (message) => ({
  text: message.replace(BLOCK, ""),
  files: [...message.matchAll(BLOCK)].map(([, attached, pasted = "", , text = ""]) => ({
    name: attached ?? pasted,
    text,
  })),
})

/**
 * Code with its name above it is often written by hand, and is then no file.
 * @param {TextFile} file
 */
const heading = ({ name }) => (/^pasted(-\d+)?\.txt$/.test(name) ? name : `attached ${name}`)

/**
 * In a fence that nothing within can close.
 * @param {string} text
 */
function fenced(text) {
  const runs = text.match(/`+/g) ?? []
  const fence = "`".repeat(Math.max(3, ...runs.map(({ length }) => length + 1)))
  return `${fence}\n${text}\n${fence}`
}
