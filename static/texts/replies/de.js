/** The words of what lies behind a reply in German. What is missing is shown in English. */

/** @import { Translation } from "../../lib/types.d.ts" */
/** @import { Texts } from "../../lib/replies/types.d.ts" */

import { pluralIn } from "../../lib/language.js"

const plural = pluralIn("de")

/** Whether every English text has its German one; a test holds it to that. */
export const whole = true

/** @type {Translation<Texts>} */
export const texts = {
  details: {
    title: (index) => `Antwort ${index}`,
    asked: "Gefragt",
    answeredBy: "Beantwortet von",
    length: "Länge",
    count: (words) => `${words} Wörter`,
    tokens: "Token",
    sent: (tokens) => `${tokens} gesendet`,
    cached: (tokens) => `${tokens} davon aus dem Zwischenspeicher`,
    written: (tokens) => `${tokens} geschrieben`,
    thought: (tokens) => `${tokens} davon zum Nachdenken`,
    costs: "Kosten",
    when: "Wann",
    took: "Dauer",
    settings: "Einstellungen",
    attempts: "Vorher versucht",
  },

  removal: {
    title: "Auch löschen, was folgt?",
    hint: (later) =>
      `${later} spätere ${plural(later, "Nachricht schließt", "Nachrichten schließen")} an diese an und ${plural(later, "kommt", "kommen")} mit in den Papierkorb, auf jedem Zweig. Andere Fassungen bleiben, und auch, was ausgegeben wurde.`,
    yes: (count) => `${count} Nachrichten löschen`,
    deleted: (count) =>
      `${count} ${plural(count, "Nachricht", "Nachrichten")} in den Papierkorb verschoben.`,
  },
}
