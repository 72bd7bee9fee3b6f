/** What can be added to a message, and what is chosen beside it, in English. */

import { pluralIn } from "../../lib/language.js"

const plural = pluralIn("en")

export const texts = {
  title: "Add to the message",
  files: "Files…",
  pictures: "Pictures…",
  camera: "Take a photo",
  library: "From the library…",
  paste: "Paste",
  signs: {
    "/": "Presets and commands",
    "@": "Another model",
    "#": "Find a picture by its words",
  },
  neither: "Neither a picture nor a text, so no model could read it.",
  empty: "There is nothing in it.",
  tooLong: (/** @type {string} */ letters) => `Too long: a message may have ${letters} letters.`,
  clipboard: "Clipboard",
  clipboardEmpty: "It holds neither a text nor a picture.",
  clipboardShut: "This browser does not let the page read it. Paste into the message instead.",
  noPictures: "This model reads text only. Pick another one to send pictures.",

  offered: { "@": "Models", "#": "Pictures of your library", "/": "What can be done here" },
  model: (/** @type {string} */ name) => `${name} is asked from now on.`,

  presets: {
    hint: "A model with its settings under one name. Kept in this browser only.",
    hintText: "A model with its settings and instructions under one name. Kept in this browser only.",
    none: "None yet. Save what is chosen now under a name, and choose it again with one click.",
    name: "Name",
    saveAs: "Save what is chosen now as",
    saved: (/** @type {string} */ name) => `Saved as “${name}”.`,
    replaced: (/** @type {string} */ name) => `“${name}” now has what is chosen here.`,
    taken: (/** @type {string} */ name) => `“${name}” is chosen.`,
    rename: (/** @type {string} */ name) => `Rename “${name}”`,
    renameTitle: "Rename this preset",
    exists: (/** @type {string} */ name) => `There is one called “${name}” already.`,
    remove: (/** @type {string} */ name) => `Delete “${name}”`,
    removed: (/** @type {string} */ name) => `“${name}” is deleted.`,
    withSystem: "with instructions",
    gone: "Its model is not offered here.",
  },

  slot: {
    drop: "Drop, paste or",
    choose: "Choose a file",
    library: "From library",
    uploading: (/** @type {number} */ percent) => `Sending ${percent} %`,
    retry: (/** @type {string} */ name) => `Send ${name} again`,
    tooLarge: (/** @type {string} */ limit) => `Too large. At most ${limit}.`,
    notPicture: "Not a picture we can read. PNG, JPEG, WebP, GIF, AVIF or HEIC.",
    waiting: "A picture is still being sent.",
    need: (/** @type {string} */ slot) => `${slot}: add a picture first.`,
    pickTitle: "Choose from your library",
    pickEmpty: "No images yet. Make one, or choose a file.",
    pickSearch: "Search what you asked for",
    pickNothing: "Nothing matches. Try other words.",
    full: (/** @type {number} */ count) =>
      `This model takes at most ${count} ${plural(count, "picture", "pictures")}.`,
  },
}
