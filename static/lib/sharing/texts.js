/** The words of share links, which only those fetch who look at some. */

import { inLanguage } from "../texts.js"

export const texts = await inLanguage(() => import("../../texts/sharing/en.js"), {
  de: () => import("../../texts/sharing/de.js"),
})
