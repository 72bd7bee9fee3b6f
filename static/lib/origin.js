/** What a file was made by: found by its bytes, which stay where they are. */

/** @import { Generation, Page } from "./types.d.ts" */
/** @import { Api } from "./api.js" */

const LARGEST = 300_000_000 // bytes that are taken into the memory of a phone
const MOST = 4 // files that are looked at

/**
 * The first of these that the person made here and has not deleted. Only browsers of a secure page
 * can compare; for the others everything is unknown.
 * @param {Api} api
 * @param {File[]} files
 * @param {AbortSignal} signal
 * @returns {Promise<Generation | null>}
 */
export async function originOf(api, files, signal) {
  if (!globalThis.crypto?.subtle) return null
  for (const file of files.filter(({ size }) => size <= LARGEST).slice(0, MOST)) {
    /** @type {Page<Generation>} */
    const { items } = await api.get(`/api/generations?limit=1&sha256=${await digest(file)}`, { signal })
    if (items[0]) return items[0]
  }
  return null
}

/**
 * SHA-256, in hex.
 * @param {Blob} file
 */
export async function digest(file) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
}
