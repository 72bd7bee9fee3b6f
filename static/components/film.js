/** A film with its still, its own controls, and a word for browsers that cannot show it. */

/** @import { Media } from "../lib/types.d.ts" */
/** @import { Api } from "../lib/api.js" */

import { h } from "../lib/dom.js"
import { texts } from "../texts/en.js"

/**
 * @param {Api} api
 * @param {Media} media
 * @param {{ autofocus?: boolean }} [how]
 */
export function film(api, media, { autofocus = false } = {}) {
  const video = h("video", {
    class: "film",
    src: api.url(media.url),
    poster: media.thumbnail_url && api.url(media.thumbnail_url),
    width: media.width,
    height: media.height,
    preload: media.thumbnail_url ? "none" : "metadata",
    controls: true,
    playsinline: true,
    loop: true,
    autofocus,
  })
  const excuse = h("p", { class: "film-excuse hint", hidden: true }, texts.lightbox.cannotPlay)
  // Sound without a picture is a codec the browser lacks, not a film without one.
  const check = () => (excuse.hidden = video.videoWidth > 0)
  video.addEventListener("loadedmetadata", check)
  video.addEventListener("error", () => (excuse.hidden = false))
  return h("div", { class: "film-frame" }, video, excuse)
}
