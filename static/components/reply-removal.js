/** Deleting a message with its reply and all that follows them. Fetched by those who want to. */

/** @import { Api } from "../lib/api.js" */
/** @import { Generation } from "../lib/types.d.ts" */
/** @import { Tree } from "./tree.js" */

import { inParts } from "../lib/collections.js"
import { texts as replies } from "../lib/replies/texts.js"
import { texts } from "../lib/texts.js"
import { confirm } from "./dialog.js"
import { announce, toast } from "./news.js"
import { said } from "./said.js"

const words = replies.removal

/**
 * To the trash, with a way back. Asks first where more goes than the person is looking at.
 * @param {{ api: Api, tree: Tree }} conversation
 * @param {Generation} generation
 * @param {() => void} draw what is left
 * @returns {Promise<boolean>} whether it is gone
 */
export async function removeFrom({ api, tree }, generation, draw) {
  const going = tree.going(generation)
  const later = going.length - 1
  if (later > 0 && !(await confirm(question(later)))) return false
  const ids = going.map(({ id }) => id)
  if (!(await moved(api, "trash", ids))) return false

  const leaf = tree.leaf?.id ?? generation.id
  tree.drop(...ids)
  draw()
  const text = words.deleted(going.length)
  announce(text)
  toast(text, {
    label: texts.common.undo,
    act: async () => {
      if (!(await moved(api, "restore", ids))) return
      for (const each of going) tree.take(each)
      tree.reveal(leaf)
      draw()
    },
  })
  return true
}

/** @param {number} later */
const question = (later) => ({
  title: words.title,
  text: words.hint(later),
  yes: words.yes(later + 1),
  danger: true,
})

/**
 * @param {Api} api
 * @param {"trash" | "restore"} where
 * @param {string[]} ids
 */
const moved = (api, where, ids) =>
  said(inParts(ids, (part) => api.post(`/api/library/${where}`, { ids: part })).then(() => true))
