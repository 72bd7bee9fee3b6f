/** The words of the administrators' pages in English, the language that is always whole. */

import { pluralIn } from "../../lib/language.js"

const plural = pluralIn("en")

export const texts = {
  nav: "Administration",
  sections: {
    overview: "Overview",
    settings: "Settings",
    system: "System",
    audit: "Audit log",
    users: "People",
    tiers: "Tiers",
    models: "Models",
    routes: "Routes",
    usage: "Usage and costs",
    ledger: "Ledger",
    unknown: "Unknown jobs",
  },

  overview: {
    title: "Overview",
    needs: "Needs attention",
    well: "Nothing needs you. All is well.",
    glance: "At a glance",
    look: "Look",
    lookAt: (/** @type {string} */ matter) => `Look: ${matter}`,
    levels: { bad: "Broken", warning: "Warning", news: "News" },
    matters: {
      pending: (/** @type {number} */ count) =>
        `${count} ${plural(count, "person waits", "people wait")} to be let in.`,
      unknown: (/** @type {number} */ count) =>
        `${count} paid ${plural(count, "job ended", "jobs ended")} without us knowing how. The money is on hold until somebody decides.`,
      vanished: (/** @type {number} */ count) =>
        `${count} ${plural(count, "model has", "models have")} left the catalogue this week.`,
      price: (/** @type {number} */ count) =>
        `${count} ${plural(count, "model costs", "models cost")} something else since this week.`,
    },
    people: "People",
    active: "Active",
    pending: "Waiting",
    disabled: "Disabled",
    work: "Work",
    streams: "Texts being written",
    running: "Jobs running",
    queued: "Jobs waiting",
    money: "Money",
    spent: "Spent so far",
    held: "On hold",
    storage: "Storage",
    free: "Free on the disk",
    files: "Images and films",
    database: "Database",
    models: "Models",
    offered: "Offered",
    asked: "List of",
    never: "never",
    program: "Program",
    version: "Version",
    uptime: "Running for",
  },
}
