/** The shapes of /api/shares. Types only; nothing runs here. */

import type { Kind, Time } from "../types.js"

/** The words of this part. */
export type Texts = (typeof import("../../texts/sharing/en.js"))["texts"]

export interface Share {
  id: string
  /** A path below the site's own. */
  url: string
  generation_id: string
  kind: Kind
  /** The title of the thing, or how its prompt begins. */
  name: string
  state: "open" | "expired" | "trashed" | "off"
  has_password: boolean
  with_prompt: boolean
  expires_at: Time | null
  created_at: Time
}
