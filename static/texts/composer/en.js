/** What can be added to a message, in English. */

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
}
