/** The words of the administrators' pages, which nobody else has to fetch. */

import { inLanguage } from "../texts.js"

export const texts = await inLanguage(() => import("../../texts/admin/en.js"), {
  de: () => import("../../texts/admin/de.js"),
})
