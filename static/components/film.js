/** A film with its still, its own controls, and a word for browsers that cannot show it. */

/** @import { Media } from "../lib/types.d.ts" */
/** @import { Api } from "../lib/api.js" */

import { h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { flashNote } from "./film-note.js"

/** Reads a film's length only once it is looked at: each reading holds a connection for a while. */
const seen = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting || !(target instanceof HTMLVideoElement)) continue
    target.preload = "metadata"
    seen.unobserve(target)
  }
})

/**
 * @param {Api} api
 * @param {Media} media
 */
export function film(api, media) {
  const video = h("video", {
    class: "film",
    src: api.url(media.url),
    poster: media.thumbnail_url && api.url(media.thumbnail_url),
    width: media.width,
    height: media.height,
    preload: "none",
    controls: true,
    playsinline: true,
    loop: true,
  })
  const excuse = h("p", { class: "film-excuse hint", hidden: true }, texts.lightbox.cannotPlay)
  // Sound without a picture is a codec the browser lacks, not a film without one.
  video.addEventListener("loadedmetadata", () => (excuse.hidden = video.videoWidth > 0))
  video.addEventListener("error", () => (excuse.hidden = false))
  seen.observe(video)
  return h("div", { class: "film-frame" }, video, flashNote(video), excuse)
}
