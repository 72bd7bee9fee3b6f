/** The words of what lies behind a reply in English, the language that is always whole. */

import { pluralIn } from "../../lib/language.js"

const plural = pluralIn("en")

export const texts = {
  details: {
    title: (/** @type {number} */ index) => `Reply ${index}`,
    asked: "Asked",
    answeredBy: "Answered by",
    length: "Length",
    count: (/** @type {string} */ words) => `${words} words`,
    tokens: "Tokens",
    sent: (/** @type {string} */ tokens) => `${tokens} sent`,
    cached: (/** @type {string} */ tokens) => `${tokens} of them cached`,
    written: (/** @type {string} */ tokens) => `${tokens} written`,
    thought: (/** @type {string} */ tokens) => `${tokens} of them thinking`,
    costs: "Cost",
    when: "When",
    took: "Took",
    settings: "Settings",
    attempts: "Tried before",
  },

  removal: {
    title: "Delete what follows, too?",
    hint: (/** @type {number} */ later) =>
      `${later} later ${plural(later, "message answers", "messages answer")} to this one and ${plural(later, "goes", "go")} to the trash with it, on every branch. Other versions stay, and so does what was spent.`,
    yes: (/** @type {number} */ count) => `Delete ${count} messages`,
    deleted: (/** @type {number} */ count) =>
      `${count} ${plural(count, "message", "messages")} moved to the trash.`,
  },
}
