/** The words of what lies behind a reply in English, the language that is always whole. */

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
}
