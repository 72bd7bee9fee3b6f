/** Name, rename and delete a collection, and choose one to put things into. */

/** @import { Collection } from "../lib/types.d.ts" */
/** @import { Collections } from "../lib/collections.js" */

import { h } from "../lib/dom.js"
import { number } from "../lib/format.js"
import { texts } from "../lib/texts.js"
import { openDialog, prompt } from "./dialog.js"
import { icon, wordButton } from "./icon.js"
import { toast } from "./news.js"
import { said } from "./said.js"

const words = texts.collections

/**
 * @param {Collections} collections
 * @returns {Promise<Collection | null>} null when the person changed their mind, or it was refused
 */
export async function newCollection(collections) {
  const name = await prompt({
    title: words.newTitle,
    label: words.name,
    value: "",
    yes: words.create,
  })
  return name?.trim() ? said(collections.create(name.trim())) : null
}

/**
 * @param {Collections} collections
 * @param {Collection} collection
 */
export async function renameCollection(collections, { id, name: value }) {
  const name = await prompt({
    title: words.renameTitle,
    label: words.name,
    value,
    yes: texts.common.save,
  })
  if (name?.trim()) await said(collections.rename(id, name.trim()))
}

/**
 * The collection only, or what is in it too; that goes into the trash.
 * @param {Collections} collections
 * @param {Collection} collection
 * @returns {Promise<boolean>} whether it was deleted
 */
export async function deleteCollection(collections, { id, name, count }) {
  const answer = await ask(name, count)
  if (!answer) return false
  const done = await said(collections.remove(id, answer === "all").then(() => true))
  if (done) toast(answer === "all" ? words.deletedWith(count) : words.deleted(name))
  return done ?? false
}

/**
 * @param {string} name
 * @param {number} count
 * @returns {Promise<string>} "only", "all", or "" for neither
 */
function ask(name, count) {
  return new Promise((resolve) => {
    const answer = (/** @type {string} */ value, /** @type {string} */ label, kind = "") =>
      h("button", { class: `button ${kind}`, value }, label)
    openDialog(
      { title: words.deleteTitle(name), class: "dialog-small", onclose: resolve },
      h("p", { class: "dialog-text" }, count > 0 ? words.deleteHint : words.deleteEmpty),
      h(
        "form",
        { method: "dialog", class: "dialog-actions" },
        answer("", texts.common.cancel),
        count > 0 && answer("all", words.deleteAll(count), "button-danger"),
        answer("only", words.deleteOnly, "button-primary"),
      ),
    )
  })
}

/**
 * Choose where to put so many things, or make a new place for them.
 * @param {Collections} collections
 * @param {number} count
 * @returns {Promise<Collection | null>}
 */
export function chooseCollection(collections, count) {
  return new Promise((resolve) => {
    /** @type {Collection | null} */
    let chosen = null
    const dialog = openDialog(
      { title: words.addTitle(count), class: "dialog-small", onclose: () => resolve(chosen) },
      h(
        "ul",
        { class: "choose-list" },
        collections.all.map((each) =>
          h("li", {}, choice(each, () => ((chosen = each), dialog.close()))),
        ),
      ),
      wordButton(
        words.new,
        async () => {
          chosen = await newCollection(collections)
          if (chosen) dialog.close()
        },
        { icon: "plus" },
      ),
    )
  })
}

/**
 * @param {Collection} collection
 * @param {() => void} onclick
 */
const choice = ({ name, count }, onclick) =>
  h(
    "button",
    { type: "button", class: "menu-item", onclick },
    icon("folder"),
    h("span", { class: "place-name", dir: "auto" }, name),
    h("span", { class: "place-count" }, number(count)),
  )
