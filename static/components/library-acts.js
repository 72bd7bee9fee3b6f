/** What is done with many things of the library at once. */

/** @import { Context } from "../lib/types.d.ts" */
/** @import { Collections } from "../lib/collections.js" */

import { h } from "../lib/dom.js"
import { number, size } from "../lib/format.js"
import { inParts } from "../lib/collections.js"
import { texts } from "../lib/texts.js"
import { chooseCollection } from "./collection-dialogs.js"
import { confirm } from "./dialog.js"
import { announce, toast } from "./news.js"
import { said } from "./said.js"

const words = texts.library
const MOST_IN_ZIP = 5000

/**
 * What whoever shows these things must hear of.
 * @typedef {object} Told
 * @property {(ids: string[]) => void} gone from where they were shown
 * @property {() => void} back something has to be shown that was not
 */

export class LibraryActs {
  /**
   * @param {Pick<Context, "api" | "router">} context
   * @param {Collections} collections
   * @param {Told} told
   */
  constructor({ api }, collections, told) {
    this.api = api
    this.collections = collections
    this.told = told
  }

  /**
   * To the trash, with a way back.
   * @param {string[]} ids
   */
  async trash(ids) {
    if (!(await said(this.#post("trash", ids)))) return
    this.told.gone(ids)
    const text = ids.length === 1 ? words.deleted : words.deletedMany(ids.length)
    announce(text)
    toast(text, { label: texts.common.undo, act: () => this.restore(ids) })
    this.collections.load().catch(() => {})
  }

  /** @param {string[]} ids */
  async restore(ids) {
    if (!(await said(this.#post("restore", ids)))) return
    this.told.back()
    toast(ids.length === 1 ? words.restored : words.restoredMany(ids.length))
    this.collections.load().catch(() => {})
  }

  /**
   * For good, after asking.
   * @param {string[] | null} ids null: all there is
   */
  async purge(ids) {
    const yes = await confirm({
      title: ids ? words.purgeTitle(ids.length) : words.emptyNowTitle,
      text: words.purgeHint,
      yes: words.purge,
      danger: true,
    })
    if (!yes) return
    let count = 0
    const add = (/** @type {{ count: number }} */ done) => (count += done.count)
    const removing = ids
      ? inParts(ids, (part) => this.api.post("/api/trash/purge", { ids: part }).then(add))
      : this.#emptied().then(add)
    if (!(await said(removing.then(() => true)))) return
    this.told.back()
    toast(words.purged(count))
  }

  /** @returns {Promise<{ count: number }>} */
  async #emptied() {
    return (await this.api.request("DELETE", "/api/trash")).json()
  }

  /**
   * @param {string[]} ids
   * @param {boolean} favourite
   */
  async favour(ids, favourite) {
    if (!(await said(this.#post("favourite", ids, { favourite })))) return
    toast(favourite ? words.favoured(ids.length) : words.unfavoured(ids.length))
    this.told.back()
  }

  /** @param {string[]} ids */
  async collect(ids) {
    const into = await chooseCollection(this.collections, ids.length)
    if (!into) return
    const done = await said(this.collections.put(into.id, ids).then(() => true))
    if (!done) return
    toast(texts.collections.added(ids.length, into.name), {
      label: texts.common.undo,
      act: () => said(this.collections.takeOut(into.id, ids)),
    })
  }

  /**
   * @param {string[]} ids
   * @param {string} collectionId
   */
  async takeOut(ids, collectionId) {
    const name = this.collections.get(collectionId)?.name ?? ""
    const done = await said(this.collections.takeOut(collectionId, ids).then(() => true))
    if (!done) return
    this.told.gone(ids)
    toast(texts.collections.takenOut(ids.length, name), {
      label: texts.common.undo,
      act: async () => {
        await said(this.collections.put(collectionId, ids))
        this.told.back()
      },
    })
  }

  /**
   * As one file, which the browser saves by itself, with its own progress. It is asked for its size
   * first: that renews the sign-in where needed, and tells what would go wrong while the page is
   * still there to say so.
   * @param {string[]} ids
   */
  async download(ids) {
    if (ids.length > MOST_IN_ZIP) return toast(words.tooMany(number(MOST_IN_ZIP)))
    /** @type {{ files: number, bytes: number, missing: number } | null} */
    const found = await said(this.api.post("/api/library/download/size", { ids }))
    if (!found) return
    const form = h(
      "form",
      { method: "post", hidden: true },
      h("input", { name: "ids", value: ids.join(",") }),
    )
    form.action = this.api.url("/api/library/download")
    document.body.append(form)
    form.submit()
    form.remove()
    const missing = found.missing > 0 ? ` ${words.missing(found.missing)}` : ""
    toast(words.downloading(found.files, size(found.bytes)) + missing)
  }

  /**
   * @param {string} what
   * @param {string[]} ids
   * @param {Record<string, unknown>} [more]
   */
  async #post(what, ids, more = {}) {
    await inParts(ids, (part) => this.api.post(`/api/library/${what}`, { ids: part, ...more }))
    return true
  }
}
