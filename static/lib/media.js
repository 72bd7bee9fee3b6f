/** Media known only by their id. */

/** @import { Media } from "./types.d.ts" */

/**
 * Enough of a picture to show and to send it; the server knows the rest.
 * @param {string} id
 * @returns {Media}
 */
export const mediaById = (id) => ({
  id,
  kind: "image",
  mime: "",
  width: null,
  height: null,
  duration_s: null,
  bytes: 0,
  url: `/api/media/${encodeURIComponent(id)}`,
  thumbnail_url: `/api/media/${encodeURIComponent(id)}/thumbnail`,
})
