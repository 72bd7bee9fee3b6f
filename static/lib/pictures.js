/** Which files are pictures, and letting a person choose some. */

import { h } from "./dom.js"

export const PICTURES =
  "image/png,image/jpeg,image/webp,image/gif,image/avif,image/heic,image/heif,.heic,.heif"

/** @param {File} file */
export const isPicture = (file) => PICTURES.split(",").includes(file.type) || isHeic(file)

/** @param {File} file */
export const isFilm = (file) => file.type.startsWith("video/")

/**
 * What phones make. Few browsers know its type, and hardly any can show it.
 * @param {File} file
 */
export const isHeic = ({ name, type }) =>
  /^image\/hei[cf]$/.test(type) || (type === "" && /\.hei[cf]$/i.test(name))

/**
 * Let the person choose files, or `capture` one with a camera.
 * @param {{ multiple?: boolean, accept?: string, capture?: "environment" }} how
 * @param {(files: File[]) => void} take
 */
export function chooseFiles({ multiple = false, accept = PICTURES, capture }, take) {
  const input = h("input", { type: "file", accept, multiple, capture })
  input.addEventListener("change", () => take([...(input.files ?? [])]))
  input.click()
}
