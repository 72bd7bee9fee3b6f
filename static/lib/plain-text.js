/** Whether a file is a text: told by what is in it, never by its name. */

const LONGEST_LETTER = 4 // bytes in UTF-8

/**
 * What is in a file, or null if that is no text. Of one with more than `most` letters only the
 * beginning is read, which has more than `most` as well.
 * @param {Blob} file
 * @param {number} most
 */
export async function plainTextOf(file, most) {
  const head = file.slice(0, (most + 1) * LONGEST_LETTER)
  try {
    return decoded(await head.arrayBuffer(), head.size < file.size)
  } catch (error) {
    // A folder that was dropped, or a file that is gone meanwhile.
    if (error instanceof DOMException) return null
    throw error
  }
}

/**
 * @param {ArrayBuffer} bytes
 * @param {boolean} isTorn whether the last letter may lack its end
 */
function decoded(bytes, isTorn) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: isTorn })
    return text.includes("\0") ? null : text.replace(/\r\n?/g, "\n")
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}
