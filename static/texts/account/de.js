/** The words of API keys in German. What is missing is shown in English. */

/** @import { Translation } from "../../lib/types.d.ts" */
/** @import { Texts } from "../../lib/account/types.d.ts" */

import { pluralIn } from "../../lib/language.js"

const plural = pluralIn("de")

/** Whether every English text has its German one; a test holds it to that. */
export const whole = true

/** @type {Translation<Texts>} */
export const texts = {
  keys: {
    title: "API-Schlüssel",
    hint: "Für Skripte und Programme, die für dich handeln. Die meisten, die OpenAI kennen, brauchen nur diese Adresse und einen Schlüssel:",
    document: "Die ganze API",
    make: "Neuer API-Schlüssel …",
    none: "Du hast noch keinen API-Schlüssel.",
    expired: "abgelaufen",
    administers: "verwaltet",
    scopes: {
      text: "Texte",
      image: "Bilder",
      video: "Videos",
      read: "Ansehen, was du hast",
      admin: "Verwalten",
    },
    scopeHints: {
      text: "Chat, Embeddings und Sprache",
      image: "Bilder machen und verändern",
      video: "Filme machen",
      read: "Bibliothek, Dateien und Verbrauch, über /api",
      admin: "alles, was du als Administrator darfst",
    },
    facts: {
      prefix: "Beginnt mit",
      may: "Darf",
      models: "Modelle",
      budget: "Budget",
      ends: "Endet",
      used: "Zuletzt benutzt",
      from: "Nur von",
    },
    spentOf: (/** @type {string} */ spent, /** @type {string} */ budget, /** @type {string} */ left) =>
      `${spent} von ${budget} ausgegeben, ${left} übrig`,
    spent: (/** @type {string} */ spent) => `${spent} ausgegeben, ohne eigene Grenze`,
    never: "nie",
    used: (/** @type {string} */ when, /** @type {string} */ address) => `${when}, von ${address}`,
    olderUntil: (/** @type {string} */ when) =>
      `Das Geheimnis von vorher gilt noch; es endet ${when}.`,
    edit: "Bearbeiten",
    editOf: (/** @type {string} */ name) => `${name} bearbeiten`,
    rotate: "Neues Geheimnis",
    rotateOf: (/** @type {string} */ name) => `Neues Geheimnis für ${name}`,
    revoke: "Widerrufen",
    revokeOf: (/** @type {string} */ name) => `${name} widerrufen`,
    revoked: "Widerrufen. Er gilt nicht mehr.",

    makeTitle: "Neuer API-Schlüssel",
    editTitle: "API-Schlüssel bearbeiten",
    create: "Schlüssel machen",
    name: "Name",
    nameHint: "Wofür er ist, etwa das Programm, das ihn benutzt.",
    may: "Was er darf",
    models: "Modelle",
    modelsHint:
      "Leer: alle, die du benutzen darfst. Namen mit Kommas dazwischen; * steht für Beliebiges, und ! davor verbietet: openai/*, !openai/*-pro",
    budget: "Budget in Dollar",
    budgetHint: "Für sein ganzes Leben, neben deinem eigenen Budget. Leer: ohne eigene Grenze.",
    life: "Endet",
    lives: (/** @type {number} */ days) =>
      days === 365 ? "in einem Jahr" : `in ${days} ${plural(days, "Tag", "Tagen")}`,
    lifeNever: "nie",
    lifeDate: "an einem Tag, den ich wähle",
    lifeKeep: (/** @type {string} */ when) => `wie bisher: ${when}`,
    day: "Letzter Tag",
    addresses: "Nur von diesen Adressen",
    addressesHint: "Leer: von überall. Adressen oder Netze, etwa 192.0.2.0/24.",

    rotateTitle: (/** @type {string} */ name) => `Neues Geheimnis für „${name}“`,
    rotateHint: "Der Schlüssel bleibt derselbe, mit allem, was er darf und ausgegeben hat.",
    overlap: "Das alte Geheimnis gilt",
    overlaps: {
      0: "nicht mehr",
      3600: "noch eine Stunde",
      86_400: "noch einen Tag",
      604_800: "noch eine Woche",
    },

    revokeTitle: (/** @type {string} */ name) => `„${name}“ widerrufen?`,
    revokeText:
      "Was ihn benutzt, geht sofort nicht mehr. Was damit ausgegeben wurde, bleibt in deinem Verbrauch.",

    secretTitle: "Dein neues Geheimnis",
    secretHint:
      "Kopiere es jetzt: Es wird nur dieses eine Mal gezeigt, und wir behalten nur einen Fingerabdruck davon.",
    secret: "Geheimnis",
    copy: "Kopieren",
    copyOf: {
      secret: "Das Geheimnis kopieren",
      address: "Die Adresse kopieren",
      snippet: "Das Beispiel kopieren",
    },
    tryIt: "Ausprobieren",
    languages: { curl: "curl", python: "Python", javascript: "JavaScript" },
    done: "Ich habe es",
  },
}
