/** What can be done with a reply: copy it, ask again, look how it came about. */

/** @import { Child, Generation } from "../lib/types.d.ts" */
/** @import { Actions } from "./turn.js" */
/** @import { IconName } from "./icon.js" */
/** @import { Reply } from "./reply.js" */

import { copyText } from "../lib/clipboard.js"
import { fill, h } from "../lib/dom.js"
import { placeBeside } from "../lib/place.js"
import { canRead, hush, isReading, read } from "../lib/speech.js"
import { texts } from "../lib/texts.js"
import { icon, iconButton } from "./icon.js"
import { announce } from "./news.js"

const words = texts.reply
const COPIED = 1500 // milliseconds the button says so

/**
 * @param {IconName} name
 * @param {string} label
 * @param {() => unknown} onclick
 */
export const tool = (name, label, onclick) => iconButton(name, label, onclick, { class: "tool" })

/**
 * @param {Generation} generation
 * @param {number} position of the reply in its conversation, from 1
 * @param {Actions} actions
 * @returns {Child[]}
 */
export const replyTools = (generation, position, actions) => [
  generation.text && copyTool(words.copyReply(position), generation.text),
  tool("refresh", words.regenerateReply(position), () => actions.regenerate(generation)),
  moreTool(generation, position, actions),
]

/**
 * While it is being written: read it aloud, or no longer.
 * @param {Reply} reply
 * @param {number} position
 * @param {Actions} actions
 */
export function voiceTool(reply, position, actions) {
  if (!canRead) return null
  const show = () => button.setAttribute("aria-pressed", String(isReading(reply.prose)))
  const button = tool("sound", words.readReply(position), async () => {
    if (isReading(reply.prose)) hush()
    else (await import("./reply-voice.js")).readAlong(reply, actions.signal())
    show()
  })
  show()
  return button
}

/**
 * @param {string} label
 * @param {string} text
 */
export function copyTool(label, text) {
  const button = tool("copy", label, async () => {
    await copyText(text)
    announce(texts.common.copied)
    button.replaceChildren(icon("check"))
    setTimeout(() => button.replaceChildren(icon("copy")), COPIED)
  })
  return button
}

/**
 * @param {Generation} generation
 * @param {number} position
 * @param {Actions} actions
 */
function moreTool(generation, position, actions) {
  const menu = h("div", { class: "menu", popover: "auto" })
  const entries = () => [
    item("bolt", words.askAnother, () => askAnother(menu, button, generation, actions)),
    ...lengthItems(menu, generation, actions),
    readItem(menu, button, actions),
    item("copy", words.copyLink, async () => {
      menu.hidePopover()
      await copyText(actions.link(generation))
      announce(texts.common.copied)
    }),
    actions.canShare() &&
      generation.text !== "" &&
      item("share", texts.lightbox.share, () => (menu.hidePopover(), actions.share(generation))),
    item("info", words.details, () => (menu.hidePopover(), showDetails(generation, position))),
    removeItem(menu, button, generation, actions),
  ]
  const button = tool("more", words.moreReply(position), () => {})
  button.popoverTargetElement = menu
  menu.addEventListener("beforetoggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState !== "open") return
    menu.classList.remove("model-menu")
    fill(menu, entries())
  })
  menu.addEventListener("toggle", () => placeBeside(menu, button))
  return h("span", { class: "tool-menu" }, button, menu)
}

/**
 * @param {IconName} name
 * @param {string} label
 * @param {() => unknown} onclick
 */
const item = (name, label, onclick) =>
  h("button", { type: "button", class: "menu-item", onclick }, icon(name), label)

/**
 * Asked as a next message, so that the model sees what it is to shorten, and it costs what it says.
 * @param {HTMLElement} menu
 * @param {Generation} generation
 * @param {Actions} actions
 */
const lengthItems = (menu, generation, actions) =>
  generation.text
    ? /** @type {const} */ ([
        ["minus", words.shorter, words.shorterPrompt],
        ["plus", words.longer, words.longerPrompt],
      ]).map(([name, label, prompt]) =>
        item(name, label, () => (menu.hidePopover(), actions.follow(generation, prompt))),
      )
    : []

/**
 * @param {HTMLElement} menu
 * @param {HTMLElement} button
 * @param {Actions} actions
 */
function readItem(menu, button, actions) {
  /** @type {HTMLElement | null | undefined} */
  const prose = button.closest(".answer")?.querySelector(".prose")
  if (!prose || !canRead) return null
  if (isReading(prose)) return item("stop", words.stopReading, () => (menu.hidePopover(), hush()))
  return item("sound", words.readAloud, () => (menu.hidePopover(), read(prose, actions.signal())))
}

/**
 * The menu turns into the list of models.
 * @param {HTMLElement} menu
 * @param {HTMLElement} button
 * @param {Generation} generation
 * @param {Actions} actions
 */
async function askAnother(menu, button, generation, actions) {
  const { createModelList } = await import("./model-list.js")
  const models = actions.models()
  const choose = (/** @type {string} */ id) => {
    const model = models.find((each) => each.id === id)
    if (model) actions.ask(generation, model)
    return Boolean(model)
  }
  const list = createModelList({ models, model: null, choose }, () => menu.hidePopover())
  menu.classList.add("model-menu")
  fill(menu, list)
  placeBeside(menu, button)
  list.querySelector("input")?.focus()
}

/**
 * @param {HTMLElement} menu
 * @param {HTMLElement} button
 * @param {Generation} generation
 * @param {Actions} actions
 */
function removeItem(menu, button, generation, actions) {
  const going = actions.going(generation)
  const label = going > 1 ? `${words.delete} …` : words.delete
  return (
    going > 0 &&
    item("trash", label, () => (menu.hidePopover(), remove(button, generation, actions)))
  )
}

/**
 * The focus goes to the reply that stands there now, or else the last before it.
 * @param {HTMLElement} button
 * @param {Generation} generation
 * @param {Actions} actions
 */
async function remove(button, generation, actions) {
  const turns = () => [...document.querySelectorAll(".turn")]
  const place = turns().findIndex((turn) => turn.contains(button))
  if (!(await actions.remove(generation))) return
  const turn = turns()[place] ?? turns().at(-1)
  /** @type {HTMLElement | null | undefined} */
  const tools = turn?.querySelector(".tool-menu > button")
  tools?.focus()
}

/**
 * @param {Generation} generation
 * @param {number} position
 */
async function showDetails(generation, position) {
  const details = await import("./reply-details.js")
  details.showDetails(generation, position)
}
