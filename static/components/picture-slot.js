/** A labelled place for pictures: drop, paste, choose a file, or take one from the library. */

/** @import { Context, Media, Role } from "../lib/types.d.ts" */
/** @import { IconName } from "./icon.js" */

import { h } from "../lib/dom.js"
import { acceptDrops, chooseFiles } from "../lib/pictures.js"
import { texts } from "../lib/texts.js"
import { icon, wordButton } from "./icon.js"
import { Tray } from "./tray.js"

const words = texts.slot

/**
 * @param {Context} context
 * @param {Role} role
 * @param {{ label: string, icon: IconName, multiple: boolean, onchange: () => void }} how
 */
export function createPictureSlot(context, role, { label, icon: name, multiple, onchange }) {
  const invite = h(
    "div",
    { class: "slot-invite" },
    icon(name),
    h("p", { class: "slot-words" }, words.drop),
    h(
      "div",
      { class: "slot-buttons" },
      wordButton(words.choose, choose),
      wordButton(words.library, pick),
    ),
  )
  const tray = new Tray(context, role, { label, onchange: changed })
  const element = h(
    "fieldset",
    { class: "slot" },
    h("legend", { class: "label" }, label),
    tray.element,
    invite,
  )

  function changed() {
    invite.hidden = tray.isFull
    element.toggleAttribute("data-filled", !tray.isEmpty)
    onchange()
  }

  function choose() {
    chooseFiles({ multiple }, (files) => tray.add(files))
  }

  async function pick() {
    const { pickFromLibrary } = await import("./library-picker.js")
    /** @type {Media | null} */
    const media = await pickFromLibrary(context)
    if (media) tray.addMedia(media)
  }

  acceptDrops(element, (files) => tray.add(files))
  return { element, tray }
}
