/** Types only; nothing runs here. */

/** The words of this part. */
export type Texts = (typeof import("../../texts/replies/en.js"))["texts"]
