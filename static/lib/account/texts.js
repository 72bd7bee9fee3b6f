/** The words of what programs may do for a person: too many for pages that do not show them. */

import { inLanguage } from "../texts.js"

export const texts = await inLanguage(() => import("../../texts/account/en.js"), {
  de: () => import("../../texts/account/de.js"),
})
