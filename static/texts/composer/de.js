/** What can be added to a message, in German. What is missing is shown in English. */

/** @import { Translation } from "../../lib/types.d.ts" */
/** @typedef {(typeof import("./en.js"))["texts"]} Texts */

/** Whether every English text has its German one; a test holds it to that. */
export const whole = true

/** @type {Translation<Texts>} */
export const texts = {
  title: "Zur Nachricht hinzufügen",
  files: "Dateien …",
  pictures: "Bilder …",
  camera: "Foto aufnehmen",
  library: "Aus der Bibliothek …",
  paste: "Einfügen",
  signs: {
    "/": "Vorlagen und Befehle",
    "@": "Ein anderes Modell",
    "#": "Ein Bild an seinen Worten finden",
  },
  neither: "Weder Bild noch Text; kein Modell könnte es lesen.",
  empty: "Sie ist leer.",
  tooLong: (letters) => `Zu lang: Eine Nachricht darf ${letters} Zeichen haben.`,
  clipboard: "Zwischenablage",
  clipboardEmpty: "In ihr ist weder Text noch Bild.",
  clipboardShut: "Dieser Browser lässt die Seite nicht hineinsehen. Füge stattdessen in die Nachricht ein.",
}
