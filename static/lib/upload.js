/** Sending a file, with the real progress that fetch cannot tell. */

/** @import { Media } from "./types.d.ts" */
/** @import { Api } from "./api.js" */

import { Problem } from "./api.js"

/**
 * @typedef {object} How
 * @property {AbortSignal} signal
 * @property {(share: number) => void} [onprogress] `share` is 0 to 1
 */

/**
 * @param {Api} api
 * @param {File} file
 * @param {How} how
 * @returns {Promise<Media>}
 */
export async function upload(api, file, how) {
  try {
    return await send(api, file, how)
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error
    // The sign-in ran out; asking who one is renews it.
    await api.get("/api/auth/me")
    return send(api, file, how)
  }
}

/**
 * @param {Api} api
 * @param {File} file
 * @param {How} how
 * @returns {Promise<Media>}
 */
function send(api, file, { signal, onprogress }) {
  const form = new FormData()
  form.append("file", file)
  const request = new XMLHttpRequest()
  request.open("POST", api.url("/api/media"))
  request.setRequestHeader("Accept", "application/json")
  request.responseType = "json"
  signal.addEventListener("abort", () => request.abort(), { once: true })
  request.upload.addEventListener("progress", ({ loaded, total }) => onprogress?.(loaded / total))

  return new Promise((resolve, reject) => {
    request.addEventListener("load", () => {
      if (request.status === 201) resolve(request.response)
      else reject(new Problem(request.status, request.response ?? {}))
    })
    request.addEventListener("error", () => reject(new Problem(0, { code: "offline" })))
    request.addEventListener("abort", () => reject(new DOMException("Left", "AbortError")))
    request.send(form)
  })
}
