/** Where a film starts and ends: two pictures with names, that can change places. */

/** @import { IconName } from "./icon.js" */
/** @import { Context, Input, Role } from "../lib/types.d.ts" */
/** @import { Choices } from "../lib/choices.js" */

import { h } from "../lib/dom.js"
import { slotsOf } from "../lib/fields.js"
import { texts } from "../lib/texts.js"
import { iconButton } from "./icon.js"
import { createPictureSlot } from "./picture-slot.js"

const words = texts.video

/**
 * @param {Context} context
 * @param {Choices} choices
 * @param {() => void} onchange
 */
export function createFrames(context, choices, onchange) {
  const slot = (
    /** @type {Role} */ role,
    /** @type {string} */ label,
    /** @type {IconName} */ name,
  ) => createPictureSlot(context, role, { label, icon: name, multiple: false, onchange: changed })
  const first = slot("first_frame", words.firstFrame, "frameStart")
  const last = slot("last_frame", words.lastFrame, "frameEnd")
  const swap = swapButton(() => first.tray.swapWith(last.tray))

  function changed() {
    swap.disabled = first.tray.isEmpty && last.tray.isEmpty
    onchange()
  }

  choices.addEventListener("model", () => {
    const slots = slotsOf("video", "image", choices.capabilities.inputs)
    first.limits = slots.first_frame
    last.limits = slots.last_frame
    swap.hidden = last.element.hidden
  })
  return {
    element: h("div", { class: "frames" }, first.element, swap, last.element),
    ...content(first, last),
  }
}

/** @typedef {ReturnType<typeof createPictureSlot>} Slot */

/**
 * @param {Slot} first
 * @param {Slot} last
 */
const content = (first, last) => ({
  /** @returns {Input[]} */
  inputs: () => [...first.tray.inputs, ...last.tray.inputs],

  /** What is still needed, in a sentence. */
  missing: () => first.missing() || last.missing(),

  /** The first picture is the start, the second the end. @param {File[]} files */
  add(files) {
    for (const file of files)
      (first.tray.isEmpty || last.element.hidden ? first : last).add([file])
  },

  /** @param {readonly Input[]} inputs */
  place(inputs) {
    first.place(inputs)
    if (!last.element.hidden) last.place(inputs)
  },

  /** One picture into its place, instead of what is there. @param {Role} role @param {string} id */
  put(role, id) {
    const slot = role === "first_frame" ? first : last
    if (!slot.element.hidden) slot.place([{ role, media_id: id }])
  },
})

/** @param {() => void} onclick */
const swapButton = (onclick) =>
  iconButton("swap", words.swap, onclick, { class: "frames-swap", disabled: true })
