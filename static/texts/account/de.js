/** The words of API keys and webhooks in German. What is missing is shown in English. */

/** @import { Translation } from "../../lib/types.d.ts" */
/** @import { Texts } from "../../lib/account/types.d.ts" */

import { pluralIn } from "../../lib/language.js"

const plural = pluralIn("de")

/** Whether every English text has its German one; a test holds it to that. */
export const whole = true

/** @type {Translation<Texts>} */
export const texts = {
  listening: {
    title: "Bildschirmleser",
    sentences: "Antworten Satz für Satz ansagen, während sie entstehen",
    hint: "Sonst wird nur gesagt, dass eine Antwort begonnen hat und wie sie ausging, und du liest sie, wann du magst.",
  },

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

    rotateHint: "Der Schlüssel bleibt derselbe, mit allem, was er darf und ausgegeben hat.",

    revokeTitle: (/** @type {string} */ name) => `„${name}“ widerrufen?`,
    revokeText:
      "Was ihn benutzt, geht sofort nicht mehr. Was damit ausgegeben wurde, bleibt in deinem Verbrauch.",
    copyAddress: "Die Adresse kopieren",
    tryIt: "Ausprobieren",
  },

  secret: {
    title: "Dein neues Geheimnis",
    hint: "Kopiere es jetzt: Es wird nur dieses eine Mal gezeigt, und wir behalten nur einen Fingerabdruck davon.",
    copy: "Das Geheimnis kopieren",
    copyExample: "Das Beispiel kopieren",
    languages: { curl: "curl", python: "Python", javascript: "JavaScript" },
    done: "Ich habe es",
    rotate: "Neues Geheimnis",
    rotateTitle: (/** @type {string} */ name) => `Neues Geheimnis für „${name}“`,
    overlap: "Das alte Geheimnis gilt",
    overlaps: {
      0: "nicht mehr",
      3600: "noch eine Stunde",
      86_400: "noch einen Tag",
      604_800: "noch eine Woche",
    },
  },

  webhooks: {
    title: "Webhooks",
    hint: "Adressen deiner Programme, denen gesagt wird, wenn etwas von dir geendet hat; so müssen sie nicht immer wieder fragen.",
    make: "Neuer Webhook …",
    none: "Du hast noch keinen Webhook.",
    makeTitle: "Neuer Webhook",
    editTitle: "Webhook bearbeiten",
    create: "Webhook machen",
    name: "Name",
    url: "Adresse",
    urlHint: "https, im öffentlichen Internet. Sie antwortet innerhalb von 15 Sekunden mit irgendeinem 2xx.",
    kinds: "Hört von",
    events: "Wenn es",
    event: {
      "generation.succeeded": "fertig ist",
      "generation.failed": "fehlgeschlagen ist",
      "generation.cancelled": "abgebrochen wurde",
      "generation.interrupted": "unterbrochen wurde",
      "generation.unknown": "endete und niemand weiß wie",
      "webhook.test": "ein Test",
    },
    key: "Nur von dem, was gemacht wird mit",
    anyKey: "allem, auch im Browser",
    goneKey: "einem widerrufenen Schlüssel",
    facts: { url: "Adresse", kinds: "Hört von", events: "Wenn es", key: "Nur von" },
    everything: "allem",
    anyway: "irgendwie endet",
    off: "aus",
    failing: "gestört",
    failingSince: (/** @type {string} */ when) => `Seit ${when} ist nichts angekommen.`,
    offBecause: {
      owner: "Du hast ihn ausgeschaltet.",
      failing: "Drei Tage lang kam nichts an, deshalb ist er ausgeschaltet. Schalte ihn wieder ein, wenn alles gut ist.",
      gone: "Sein Empfänger sagte, dass es ihn nicht mehr gibt (410), deshalb ist er ausgeschaltet.",
      "key-changed": "Der eigene Schlüssel des Servers ist ein anderer. Mach ihm ein neues Geheimnis und schalte ihn wieder ein.",
    },
    olderUntil: (/** @type {string} */ when) =>
      `Alles ist auch mit dem Geheimnis von vorher unterschrieben; das endet ${when}.`,
    test: "Testen",
    testOf: (/** @type {string} */ name) => `${name} testen`,
    arrived: (/** @type {number} */ status) => `Es kam an und wurde mit ${status} beantwortet.`,
    notArrived: (/** @type {string} */ why) => `Es kam nicht an: ${why}`,
    answered: (/** @type {number} */ status) => `Es wurde mit ${status} beantwortet.`,
    edit: "Bearbeiten",
    editOf: (/** @type {string} */ name) => `${name} bearbeiten`,
    rotateOf: (/** @type {string} */ name) => `Neues Geheimnis für ${name}`,
    rotateHint: "So lange ist alles mit beiden unterschrieben.",
    switchOff: "Ausschalten",
    switchOn: "Einschalten",
    switchOffOf: (/** @type {string} */ name) => `Ausschalten: ${name}`,
    switchOnOf: (/** @type {string} */ name) => `Einschalten: ${name}`,
    remove: "Löschen",
    removeOf: (/** @type {string} */ name) => `${name} löschen`,
    removeTitle: (/** @type {string} */ name) => `„${name}“ löschen?`,
    removeText: "Was noch zu senden war, wird nicht mehr gesendet, und die Liste des Gesendeten geht mit.",
    removed: "Gelöscht.",
    check: "Prüfe, was dir gesendet wird",
    deliveries: "Was gesendet wurde",
    noDeliveries: "Nichts in den letzten 30 Tagen.",
    state: { pending: "unterwegs", delivered: "angekommen", failed: "aufgegeben" },
    attempts: (/** @type {number} */ count) => `${count} ${plural(count, "Versuch", "Versuche")}`,
    next: (/** @type {string} */ when) => `der nächste ${when}`,
    again: "Noch einmal senden",
    againOf: (/** @type {string} */ event, /** @type {string} */ when) =>
      `Noch einmal senden: ${event}, ${when}`,
    sentAgain: "Es wird noch einmal gesendet.",
  },
}
