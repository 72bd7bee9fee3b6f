/** The words of API keys in English, the language that is always whole. */

import { pluralIn } from "../../lib/language.js"

const plural = pluralIn("en")

export const texts = {
  keys: {
    title: "API keys",
    hint: "For scripts and programs that act for you. Most that know OpenAI need only this address and a key:",
    document: "The API in full",
    make: "New API key…",
    none: "You have no API key yet.",
    expired: "expired",
    administers: "administers",
    scopes: {
      text: "Texts",
      image: "Images",
      video: "Videos",
      read: "Look at what you have",
      admin: "Administrate",
    },
    scopeHints: {
      text: "chat, embeddings and speech",
      image: "make and change pictures",
      video: "make films",
      read: "library, files and usage, over /api",
      admin: "everything that you may as an administrator",
    },
    facts: {
      prefix: "Begins with",
      may: "May",
      models: "Models",
      budget: "Budget",
      ends: "Ends",
      used: "Last used",
      from: "Only from",
    },
    spentOf: (/** @type {string} */ spent, /** @type {string} */ budget, /** @type {string} */ left) =>
      `${spent} of ${budget} spent, ${left} left`,
    spent: (/** @type {string} */ spent) => `${spent} spent, no limit of its own`,
    never: "never",
    used: (/** @type {string} */ when, /** @type {string} */ address) => `${when}, from ${address}`,
    olderUntil: (/** @type {string} */ when) => `The secret it had before still works; it ends ${when}.`,
    edit: "Edit",
    editOf: (/** @type {string} */ name) => `Edit ${name}`,
    rotate: "New secret",
    rotateOf: (/** @type {string} */ name) => `New secret for ${name}`,
    revoke: "Revoke",
    revokeOf: (/** @type {string} */ name) => `Revoke ${name}`,
    revoked: "Revoked. It is good for nothing any more.",

    makeTitle: "New API key",
    editTitle: "Edit the API key",
    create: "Make the key",
    name: "Name",
    nameHint: "What it is for, such as the program that uses it.",
    may: "What it may do",
    models: "Models",
    modelsHint:
      "Empty: all that you may use. Names with commas between them; * stands for anything, and ! before one forbids it: openai/*, !openai/*-pro",
    budget: "Budget in dollars",
    budgetHint: "For all of its life, beside your own budget. Empty: no limit of its own.",
    life: "Ends",
    lives: (/** @type {number} */ days) =>
      days === 365 ? "in a year" : `in ${days} ${plural(days, "day", "days")}`,
    lifeNever: "never",
    lifeDate: "on a day that I choose",
    lifeKeep: (/** @type {string} */ when) => `as it is: ${when}`,
    day: "Last day",
    addresses: "Only from these addresses",
    addressesHint: "Empty: from everywhere. Addresses or networks, such as 192.0.2.0/24.",

    rotateTitle: (/** @type {string} */ name) => `New secret for “${name}”`,
    rotateHint: "The key stays the same, with all that it may do and has spent.",
    overlap: "The old secret works for",
    overlaps: { 0: "no longer", 3600: "an hour more", 86_400: "a day more", 604_800: "a week more" },

    revokeTitle: (/** @type {string} */ name) => `Revoke “${name}”?`,
    revokeText: "What uses it stops working at once. What was spent with it stays in your usage.",

    secretTitle: "Your new secret",
    secretHint: "Copy it now: it is shown this once, and we keep only a fingerprint of it.",
    secret: "Secret",
    copy: "Copy",
    copyOf: { secret: "Copy the secret", address: "Copy the address", snippet: "Copy the example" },
    tryIt: "Try it",
    languages: { curl: "curl", python: "Python", javascript: "JavaScript" },
    done: "I have it",
  },
}
