/** The words of what is offered beside a message, which come with the first look at it. */

import { inLanguage } from "../texts.js"

export const texts = await inLanguage(() => import("../../texts/composer/en.js"), {
  de: () => import("../../texts/composer/de.js"),
})
