/** The words of what lies behind a reply, which only those fetch who look there. */

import { inLanguage } from "../texts.js"

export const texts = await inLanguage(() => import("../../texts/replies/en.js"), {
  de: () => import("../../texts/replies/de.js"),
})
