/** The words of share links in German. What is missing is shown in English. */

/** @import { Translation } from "../../lib/types.d.ts" */
/** @import { Texts } from "../../lib/sharing/types.d.ts" */

/** Whether every English text has its German one; a test holds it to that. */
export const whole = true

/** @type {Translation<Texts>} */
export const texts = {
  title: {
    text: "Diesen Text teilen",
    image: "Dieses Bild teilen",
    video: "Diesen Film teilen",
  },
  hint: "Wer den Link hat, sieht dies und sonst nichts, ohne sich anzumelden. Du kannst ihn jederzeit zurücknehmen.",
  ends: "Der Link endet",
  lives: { "": "nie", 1: "nach einem Tag", 7: "nach einer Woche", 30: "nach 30 Tagen" },
  password: "Passwort",
  passwordHint:
    "Leer: Es wird nach keinem gefragt. Sonst mindestens 8 Zeichen, die du den Leuten selbst sagst.",
  withPrompt: "Auch den Prompt zeigen",
  create: "Link erstellen",
  made: "Hier ist dein Link.",
  links: "Links hierzu",
  copy: "Link kopieren",
  revoke: "Zurücknehmen",
  revokeOf: (name) => `Link zu ${name} zurücknehmen`,
  revokeTitle: "Diesen Link zurücknehmen?",
  revokeText:
    "Er öffnet dann nichts mehr, endgültig, und was gerade darüber geladen wird, bricht ab.",
  revoked: "Zurückgenommen. Der Link öffnet nichts mehr.",
  untitled: { text: "Ein Text", image: "Ein Bild", video: "Ein Film" },
  states: {
    expired: "ist abgelaufen",
    trashed: "im Papierkorb: öffnet sich nicht",
    off: "Teilen ist ausgeschaltet: öffnet sich nicht",
  },
  until: (when) => `endet am ${when}`,
  never: "endet nie",
  hasPassword: "mit Passwort",
  hasPrompt: "mit Prompt",
  own: "Geteilte Links",
  ownHint:
    "Was du Leuten außerhalb gezeigt hast. Jeder Link öffnet eine Sache, für alle, die ihn haben.",
  none: "Du hast nichts geteilt. „Teilen …“ steht bei allem, was du gemacht hast.",
  more: "Mehr zeigen",
}
