/** Theme and motion as a person wants them. */

import { look } from "../lib/storage.js"
import { texts } from "../lib/texts.js"
import { segments } from "./segments.js"

const CHOICES = { theme: texts.account.themes, motion: texts.account.motions }

/** @param {"theme" | "motion"} name */
export const choiceOf = (name) =>
  segments({
    label: texts.account[name],
    options: CHOICES[name],
    chosen: look.get(name),
    onchange: (value) => look.set(name, value),
  })
