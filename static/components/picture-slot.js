/** A labelled place for pictures: drop, paste, choose a file, or take one from the library. */

/** @import { Context, Input, Media, Role } from "../lib/types.d.ts" */
/** @import { Limits } from "../lib/fields.js" */
/** @import { IconName } from "./icon.js" */

import { texts as composing } from "../lib/composer/texts.js"
import { h } from "../lib/dom.js"
import { acceptDrops } from "../lib/given.js"
import { mediaById } from "../lib/media.js"
import { chooseFiles, isFilm } from "../lib/pictures.js"
import { icon, wordButton } from "./icon.js"
import { Tray } from "./tray.js"

const words = composing.slot

/**
 * Tell those around that these files came in, for the page to hear.
 * @param {HTMLElement} element
 * @param {File[]} files
 */
export const tellGiven = (element, files) =>
  element.dispatchEvent(new CustomEvent("given", { bubbles: true, detail: files }))

/**
 * @param {Context} context
 * @param {Role} role
 * @param {{ label: string, icon: IconName, multiple: boolean, onchange: () => void }} how
 */
export function createPictureSlot(context, role, { label, icon: name, multiple, onchange }) {
  const source = wordButton(words.choose, choose)
  const invite = h(
    "div",
    { class: "slot-invite" },
    icon(name),
    h("p", { class: "slot-words" }, words.drop),
    h(
      "div",
      { class: "slot-buttons" },
      source,
      wordButton(words.library, pick),
    ),
  )
  const tray = new Tray(context, role, { label, onchange: changed, source })
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
    chooseFiles({ multiple }, add)
  }

  /** A film has no place here, but whoever made it may want to know. @param {File[]} files */
  function add(files) {
    tray.add(files.filter((file) => !isFilm(file)))
    tellGiven(element, files)
  }

  async function pick() {
    const { pickFromLibrary } = await import("./library-picker.js")
    /** @type {Media | null} */
    const media = await pickFromLibrary(context)
    if (media) tray.addMedia(media)
  }

  acceptDrops(element, add)
  let least = 0
  return {
    element,
    tray,
    add,

    /** How many there may be; nowhere to put any hides it. @param {Limits | undefined} limits */
    set limits(limits) {
      least = limits?.min ?? 0
      tray.limit = limits?.max ?? 0
      element.hidden = !limits?.max
      changed()
    },

    /** Those of its role, instead of what is there. @param {readonly Input[]} inputs */
    place(inputs) {
      tray.clear()
      const own = inputs.filter((input) => input.role === role)
      for (const { media_id } of own) tray.addMedia(mediaById(media_id))
    },

    /** What is still needed, in a sentence. */
    missing() {
      if (tray.isWaiting) return words.waiting
      return tray.inputs.length < least ? words.need(label) : ""
    },
  }
}
