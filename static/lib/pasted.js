/** Long texts that were pasted: a part of the message, each in a fenced block with its name. Pure. */

/** So many letters are more than one wants to see in the field, or in a bubble. */
const LONG = 4000

const BLOCK = /(?:^|\n\n)pasted(?:-\d+)?\.txt:\n(`{3,})\n([\s\S]*?)\n\1(?=\n\n|$)/g

/**
 * What is pasted, if it is a text and long. Files go first: a table comes as a picture too.
 * @param {Pick<DataTransfer, "files" | "getData"> | null} data
 */
export function longTextOf(data) {
  const text = data && data.files.length === 0 ? data.getData("text/plain") : ""
  return text.length > LONG ? text.replace(/\r\n?/g, "\n") : null
}

/** @param {number} index of those in one message, from 0 */
export const pastedName = (index) => (index === 0 ? "pasted.txt" : `pasted-${index + 1}.txt`)

/**
 * The message as a model reads it.
 * @param {string} text
 * @param {string[]} pasted
 */
export const withPasted = (text, pasted) =>
  [text, ...pasted.map((each, index) => `${pastedName(index)}:\n${fenced(each)}`)].join("\n\n")

/**
 * What `withPasted` has put together.
 * @param {string} message
 * @returns {{ text: string, pasted: string[] }}
 */
export const apart = (message) => ({
  text: message.replace(BLOCK, ""),
  pasted: [...message.matchAll(BLOCK)].map(([, , text = ""]) => text),
})

/**
 * In a fence that nothing within can close.
 * @param {string} text
 */
function fenced(text) {
  const runs = text.match(/`+/g) ?? []
  const fence = "`".repeat(Math.max(3, ...runs.map(({ length }) => length + 1)))
  return `${fence}\n${text}\n${fence}`
}
