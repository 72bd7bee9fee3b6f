/** The words of the administrators' pages in German. What is missing is shown in English. */

/** @import { Translation } from "../../lib/types.d.ts" */
/** @import { Texts } from "../../lib/admin/types.d.ts" */

import { pluralIn } from "../../lib/language.js"

const plural = pluralIn("de")

/** Whether every English text has its German one; a test holds it to that. */
export const whole = true

/** @type {Translation<Texts>} */
export const texts = {
  nav: "Verwaltung",
  sections: {
    overview: "Überblick",
    settings: "Einstellungen",
    system: "System",
    audit: "Protokoll",
    users: "Personen",
    tiers: "Stufen",
    models: "Modelle",
    routes: "Routen",
    usage: "Verbrauch und Kosten",
    ledger: "Kassenbuch",
    unknown: "Ungeklärte Aufträge",
  },

  overview: {
    title: "Überblick",
    needs: "Braucht dich",
    well: "Nichts braucht dich. Alles läuft.",
    glance: "Auf einen Blick",
    look: "Ansehen",
    lookAt: (/** @type {string} */ matter) => `Ansehen: ${matter}`,
    levels: { bad: "Kaputt", warning: "Warnung", news: "Neuigkeit" },
    matters: {
      pending: (/** @type {number} */ count) =>
        `${count} ${plural(count, "Person wartet", "Personen warten")} darauf, eingelassen zu werden.`,
      unknown: (/** @type {number} */ count) =>
        `${count} ${plural(count, "bezahlter Auftrag endete", "bezahlte Aufträge endeten")} mit unbekanntem Ausgang. Das Geld bleibt zurückgelegt, bis jemand entscheidet.`,
      vanished: (/** @type {number} */ count) =>
        `${count} ${plural(count, "Modell hat", "Modelle haben")} diese Woche den Katalog verlassen.`,
      price: (/** @type {number} */ count) =>
        `${count} ${plural(count, "Modell kostet", "Modelle kosten")} seit dieser Woche etwas anderes.`,
    },
    people: "Personen",
    active: "Aktiv",
    pending: "Wartend",
    disabled: "Gesperrt",
    work: "Arbeit",
    streams: "Texte in Arbeit",
    running: "Laufende Aufträge",
    queued: "Wartende Aufträge",
    money: "Geld",
    spent: "Bisher ausgegeben",
    held: "Zurückgelegt",
    storage: "Speicher",
    free: "Frei auf der Platte",
    files: "Bilder und Filme",
    database: "Datenbank",
    models: "Modelle",
    offered: "Angeboten",
    asked: "Stand",
    never: "nie",
    program: "Programm",
    version: "Version",
    uptime: "Läuft seit",
  },
}
