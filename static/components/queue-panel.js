/** Messages that wait for the reply to end, above the field they were written in. */

/** @import { Message, Queue } from "../lib/queue.js" */

import { fill, h } from "../lib/dom.js"
import { texts } from "../lib/texts.js"
import { wordButton } from "./icon.js"

const words = texts.queue

/**
 * @typedef {object} QueueActions
 * @property {(message: Message) => void} send now, even if that stops a reply
 * @property {(message: Message) => void} edit
 * @property {(message: Message) => void} remove
 */

/**
 * @param {Queue} queue
 * @param {QueueActions} actions
 * @param {AbortSignal} signal
 */
export function createQueuePanel(queue, actions, signal) {
  const list = h("ol", { class: "queue-list" })
  const element = h(
    "section",
    { class: "queue", "aria-label": words.label },
    h("p", { class: "queue-title" }, words.title),
    list,
  )
  const draw = () => {
    const { messages } = queue
    element.hidden = messages.length === 0
    fill(
      list,
      messages.map((message) => item(message, actions)),
    )
  }
  queue.addEventListener("change", draw, { signal })
  // Another tab has added to it or sent from it.
  addEventListener("storage", draw, { signal })
  draw()
  return element
}

/**
 * @param {Message} message
 * @param {QueueActions} actions
 */
function item(message, actions) {
  const { prompt } = message.ask
  return h(
    "li",
    { class: "queue-item" },
    h("p", { class: "queue-text", dir: "auto" }, prompt),
    h(
      "div",
      { class: "queue-tools" },
      button(words.sendNow, prompt, () => actions.send(message)),
      button(words.edit, prompt, () => actions.edit(message)),
      button(words.remove, prompt, () => actions.remove(message)),
    ),
  )
}

/**
 * @param {string} label
 * @param {string} prompt which one is meant, for those who do not see where the button stands
 * @param {() => void} onclick
 */
function button(label, prompt, onclick) {
  const element = wordButton(label, onclick, { class: "button-quiet button-small" })
  element.setAttribute("aria-label", `${label}: ${prompt.slice(0, 60)}`)
  return element
}
