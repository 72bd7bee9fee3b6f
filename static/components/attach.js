/** What can go with a message, and the ways by which it comes. */

/** @import { Composer } from "./composer.js" */
/** @import { Entry } from "./sign-entries.js" */

import { texts as words } from "../lib/composer/texts.js"
import { number } from "../lib/format.js"
import { chooseFiles, isPicture } from "../lib/pictures.js"
import { plainTextOf } from "../lib/plain-text.js"
import { isLong, MOST } from "../lib/text-files.js"
import { isGlass } from "./composer-parts.js"
import { pickFromLibrary } from "./library-picker.js"

const FRAME = 300 // letters that a file's name and its fence may take

/**
 * Pictures go as pictures, texts as texts. What is neither, too long, or nothing for this model
 * stays beside the field with the reason.
 * @param {Composer} composer
 * @param {File[]} files
 */
export async function addFiles(composer, files) {
  const pictures = files.filter(isPicture)
  if (pictures.length > 0) await addPictures(composer, pictures)
  // One after the other: each has to fit beside those before it.
  for (const file of files) if (!isPicture(file)) await addText(composer, file)
}

/**
 * @param {Composer} composer
 * @param {File[]} pictures
 */
async function addPictures(composer, pictures) {
  const tray = await composer.tray()
  if (composer.mostPictures > 0) tray.add(pictures)
  else for (const { name } of pictures) tray.refuse(name, words.noPictures)
}

/**
 * @param {Composer} composer
 * @param {File} file
 */
async function addText(composer, file) {
  const text = await plainTextOf(file, MOST)
  const why = refusal(text, MOST - FRAME - composer.message.length)
  if (text && !why) return composer.attachText(text, file.name)
  const tray = await composer.tray()
  tray.refuse(file.name, why)
}

/**
 * @param {string | null} text
 * @param {number} room letters the message can still have
 */
function refusal(text, room) {
  if (text === null) return words.neither
  if (text === "") return words.empty
  return text.length > room ? words.tooLong(number(MOST)) : ""
}

/**
 * Those that work in this browser and with this model.
 * @param {Composer} composer
 * @returns {Entry[]}
 */
export function waysToAttach(composer) {
  const take = (/** @type {File[]} */ files) => composer.addFiles(files)
  const choose = (/** @type {Parameters<typeof chooseFiles>[0]} */ how) => () =>
    chooseFiles(how, take)
  const files = entry("clip", words.files, choose({ multiple: true, accept: "" }))
  const pictures = entry("image", words.pictures, choose({ multiple: true }))
  const camera = entry("camera", words.camera, choose({ capture: "environment" }))
  const library = entry("grid", words.library, () => pickInto(composer))
  const paste = entry("copy", words.paste, () => pasteInto(composer))
  return [
    files,
    ...(composer.mostPictures > 0 ? [pictures, ...(isGlass.matches ? [camera] : []), library] : []),
    ...(canPaste() ? [paste] : []),
  ]
}

/**
 * @param {Entry["name"]} name
 * @param {string} label
 * @param {() => unknown} run
 * @returns {Entry}
 */
const entry = (name, label, run) => ({ name, label, run })

/** @param {Composer} composer */
async function pickInto(composer) {
  const media = await pickFromLibrary(composer.context)
  if (media) composer.addMedia(media)
}

/** Not every browser lets a page look into the clipboard, and none does over plain http. */
const canPaste = () => typeof navigator.clipboard?.read === "function"

/** @param {Composer} composer */
async function pasteInto(composer) {
  const { files, text } = await clipboard(composer)
  composer.field.focus()
  if (files.length > 0) return composer.addFiles(files)
  if (isLong(text)) return composer.attachText(text)
  const { field } = composer
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end")
  composer.type(field.value)
}

/**
 * The browser may ask first, and the person may say no.
 * @param {Composer} composer
 */
async function clipboard(composer) {
  try {
    const items = await navigator.clipboard.read()
    const files = await Promise.all(items.flatMap(pictureOf))
    const item = items.find(({ types }) => types.includes("text/plain"))
    const text = (await (await item?.getType("text/plain"))?.text()) ?? ""
    if (files.length === 0 && text === "") await complain(composer, words.clipboardEmpty)
    return { files, text: text.replace(/\r\n?/g, "\n") }
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
    await complain(composer, words.clipboardShut)
    return { files: [], text: "" }
  }
}

/** @param {ClipboardItem} item */
function pictureOf(item) {
  const type = item.types.find((each) => each.startsWith("image/"))
  if (!type) return []
  const name = `${words.clipboard}.${type.replace(/^image\//, "")}`
  return [item.getType(type).then((blob) => new File([blob], name, { type }))]
}

/**
 * @param {Composer} composer
 * @param {string} why
 */
async function complain(composer, why) {
  const tray = await composer.tray()
  tray.refuse(words.clipboard, why)
}
