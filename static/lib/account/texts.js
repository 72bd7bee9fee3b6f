/** The words of the account page, which no other page fetches. */

import { inLanguage } from "../texts.js"

export const texts = await inLanguage(() => import("../../texts/account/en.js"), {
  de: () => import("../../texts/account/de.js"),
})
