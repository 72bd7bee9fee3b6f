/** What can be added to a message, and what is chosen beside it, in German. What is missing is
 * shown in English. */

/** @import { Translation } from "../../lib/types.d.ts" */
/** @typedef {(typeof import("./en.js"))["texts"]} Texts */

import { pluralIn } from "../../lib/language.js"

const plural = pluralIn("de")

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
  noPictures: "Dieses Modell liest nur Text. Für Bilder wähle ein anderes.",

  offered: { "@": "Modelle", "#": "Bilder aus deiner Bibliothek", "/": "Was hier möglich ist" },
  model: (name) => `Ab jetzt wird ${name} gefragt.`,

  presets: {
    hint: "Ein Modell mit seinen Einstellungen unter einem Namen. Nur in diesem Browser aufbewahrt.",
    hintText:
      "Ein Modell mit Einstellungen und Anweisungen unter einem Namen. Nur in diesem Browser aufbewahrt.",
    none: "Noch keine. Gib dem, was jetzt gewählt ist, einen Namen, und wähle es wieder mit einem Klick.",
    name: "Name",
    saveAs: "Was jetzt gewählt ist, sichern als",
    saved: (name) => `Als „${name}“ gesichert.`,
    replaced: (name) => `„${name}“ ist jetzt, was hier gewählt ist.`,
    taken: (name) => `„${name}“ ist gewählt.`,
    rename: (name) => `„${name}“ umbenennen`,
    renameTitle: "Vorlage umbenennen",
    exists: (name) => `„${name}“ gibt es schon.`,
    remove: (name) => `„${name}“ löschen`,
    removed: (name) => `„${name}“ ist gelöscht.`,
    withSystem: "mit Anweisungen",
    gone: "Ihr Modell wird hier nicht angeboten.",
  },

  slot: {
    drop: "Ablegen, einfügen oder",
    choose: "Datei wählen",
    library: "Aus der Bibliothek",
    uploading: (percent) => `${percent} % gesendet`,
    retry: (name) => `${name} noch einmal senden`,
    tooLarge: (limit) => `Zu groß. Höchstens ${limit}.`,
    notPicture: "Kein Bild, das wir lesen können. PNG, JPEG, WebP, GIF, AVIF oder HEIC.",
    waiting: "Ein Bild ist noch unterwegs.",
    need: (slot) => `${slot}: füge zuerst ein Bild hinzu.`,
    pickTitle: "Aus deiner Bibliothek wählen",
    pickEmpty: "Noch keine Bilder. Erzeuge eines oder wähle eine Datei.",
    pickSearch: "In deinen Anfragen suchen",
    pickNothing: "Nichts gefunden. Versuche andere Wörter.",
    full: (count) =>
      `Dieses Modell nimmt höchstens ${count} ${plural(count, "Bild", "Bilder")}.`,
  },
}
