/** The words of what can be added to a message, which come with the first look. */

import { inLanguage } from "../texts.js"

export const texts = await inLanguage(() => import("../../texts/composer/en.js"), {
  de: () => import("../../texts/composer/de.js"),
})
