/** Sending a file, with the real progress that fetch cannot tell. */

/** @import { Media } from "./types.d.ts" */
/** @import { Api } from "./api.js" */

import { Problem } from "./api.js"

/**
 * @param {Api} api
 * @param {File} file
 * @param {{ signal: AbortSignal, onprogress?: (share: number) => void }} how `share` is 0 to 1
 * @returns {Promise<Media>}
 */
export function upload(api, file, { signal, onprogress }) {
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
