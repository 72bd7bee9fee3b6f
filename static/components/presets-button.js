/** The way to the presets of a page. */

/** @import { Context, Kind } from "../lib/types.d.ts" */
/** @import { Choices } from "../lib/choices.js" */

import { texts } from "../lib/texts.js"
import { iconButton } from "./icon.js"

/**
 * @param {Kind} kind
 * @param {{ context: Pick<Context, "storage">, choices: Choices }} form
 */
export const createPresetsButton = (kind, form) =>
  iconButton("preset", texts.presets.title, async () => {
    const { openPresets } = await import("./presets-dialog.js")
    openPresets(kind, form)
  })
