/** Rename or delete the conversation in view. */

/** @import { Context, Thread } from "../lib/types.d.ts" */

import { h } from "../lib/dom.js"
import { placeBeside } from "../lib/place.js"
import { texts } from "../lib/texts.js"
import { prompt } from "./dialog.js"
import { icon, iconButton } from "./icon.js"
import { announce, toast } from "./news.js"
import { sentence } from "./problem-block.js"
import { threadsChanged } from "./thread-list.js"

const words = texts.text

/** @typedef {Pick<Context, "api" | "router">} Door */

/**
 * @param {Door} door
 * @param {string} threadId
 * @param {(title: string) => void} onrename
 */
export function createThreadMenu(door, threadId, onrename) {
  const path = `/api/threads/${threadId}`

  const attempt = (/** @type {() => Promise<void>} */ act) => () => {
    menu.hidePopover()
    act().catch((error) => toast(sentence(error)))
  }
  const menu = h(
    "div",
    { class: "menu", popover: "auto" },
    h(
      "button",
      { type: "button", class: "menu-item", onclick: attempt(() => rename(door, path, onrename)) },
      icon("edit"),
      words.rename,
    ),
    h(
      "button",
      { type: "button", class: "menu-item", onclick: attempt(() => remove(door, path)) },
      icon("trash"),
      words.delete,
    ),
  )
  const button = iconButton("more", words.threadMenu, () => {})
  button.popoverTargetElement = menu
  menu.addEventListener("toggle", () => placeBeside(menu, button))
  return h("div", { class: "thread-menu" }, button, menu)
}

/**
 * @param {Door} door
 * @param {string} path
 * @param {(title: string) => void} onrename
 */
async function rename({ api }, path, onrename) {
  /** @type {Thread} */
  const { title } = await api.get(path)
  const answer = await prompt({
    title: words.renameTitle,
    label: words.threadTitle,
    value: title,
    yes: texts.common.save,
  })
  const name = answer?.trim()
  if (!name) return
  await api.patch(path, { title: name })
  onrename(name)
  threadsChanged()
}

/**
 * To the trash, with a way back.
 * @param {Door} door
 * @param {string} path
 */
async function remove({ api, router }, path) {
  await api.delete(path)
  const address = router.address
  const undo = async () => {
    try {
      await api.post(`${path}/restore`)
      announce(words.restored)
      threadsChanged()
      router.go(address)
    } catch (error) {
      toast(sentence(error))
    }
  }
  toast(words.deleted, { label: texts.common.undo, act: undo })
  threadsChanged()
  router.go("/generate/text", { replace: true })
}
