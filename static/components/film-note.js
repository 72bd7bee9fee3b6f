/** The word that generated films may flash, until a person has read it or played one. */

import { freshId, h } from "../lib/dom.js"
import { Storage } from "../lib/storage.js"
import { texts } from "../lib/texts.js"
import { iconButton } from "./icon.js"

const KNOWN = "films:flash"
const storage = new Storage() // of this browser, whoever is signed in

/**
 * @param {HTMLVideoElement} video
 * @returns {HTMLElement | null} to stand over it; null for whoever knows already
 */
export function flashNote(video) {
  if (storage.get(KNOWN, false)) return null
  const id = freshId("flash")
  video.setAttribute("aria-describedby", id)
  video.addEventListener("play", know, { once: true })
  return h(
    "div",
    { class: "film-note" },
    h("p", { id }, texts.lightbox.mayFlash),
    iconButton("close", texts.common.dismiss, () => (know(), video.focus())),
  )
}

/** From now on, on every film of the page. */
function know() {
  storage.set(KNOWN, true)
  for (const note of document.querySelectorAll(".film-note")) note.remove()
}
