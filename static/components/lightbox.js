/** One picture or film, large, with its recipe and everything one can do with it. */

/** @import { Api } from "../lib/api.js" */
/** @import { Context, Generation } from "../lib/types.d.ts" */
/** @import { Shot } from "../lib/generation.js" */

import { fill, h } from "../lib/dom.js"
import { texts } from "../texts/en.js"
import { film } from "./film.js"
import { remove, toggleFavourite } from "./generation-actions.js"
import { icon } from "./icon.js"
import { infoPanel } from "./lightbox-info.js"

const words = texts.lightbox

/**
 * What whoever opened it must hear of.
 * @typedef {object} Told
 * @property {(generation: Generation) => void} changed
 * @property {(generation: Generation) => void} gone
 * @property {(shot: Shot) => void} [moved]
 * @property {() => void} [closed]
 */

/**
 * @param {Context} context
 * @param {Shot[]} shots
 * @param {number} start
 * @param {Told} told
 */
export function openLightbox(context, shots, start, told) {
  let list = [...shots]
  let index = Math.max(0, start)
  const stage = h("div", { class: "lightbox-stage" })
  const count = h("p", { class: "lightbox-count", role: "status" })
  const heart = tool("heart", words.favourite, favourite)
  const info = h("aside", { class: "lightbox-info", "aria-label": words.info })
  const previous = tool("chevronLeft", words.previous, () => step(-1))
  const next = tool("chevronRight", words.next, () => step(1))
  const toggle = tool("info", words.info, () => dialog.toggleAttribute("data-bare"))
  /** @type {HTMLDialogElement} */
  const dialog = h(
    "dialog",
    { class: "lightbox", "aria-label": words.label },
    h(
      "div",
      { class: "lightbox-bar" },
      count,
      heart,
      tool("trash", words.delete, discard),
      toggle,
      tool("close", words.close, () => dialog.close()),
    ),
    h("div", { class: "lightbox-view" }, previous, stage, next),
    info,
  )

  const current = () => /** @type {Shot} */ (list[index])

  function show() {
    const { generation, media } = current()
    fill(stage, media.kind === "video" ? film(context.api, media) : large(context.api, current()))
    fill(info, infoPanel(context, current(), () => dialog.close()))
    count.textContent = words.position(index + 1, list.length)
    previous.disabled = index === 0
    next.disabled = index === list.length - 1
    heart.setAttribute("aria-pressed", String(generation.favourite))
    told.moved?.(current())
  }

  /** @param {number} by */
  function step(by) {
    if (!list[index + by]) return
    index += by
    show()
  }

  async function favourite() {
    const { id } = current().generation
    const changed = await toggleFavourite(context, current().generation)
    if (!changed) return
    list = list.map((shot) => (shot.generation.id === id ? { ...shot, generation: changed } : shot))
    told.changed(changed)
    show()
  }

  function discard() {
    const { generation } = current()
    remove(context, generation, {
      gone() {
        told.gone(generation)
        list = list.filter((shot) => shot.generation.id !== generation.id)
        index = Math.min(index, list.length - 1)
        if (list.length === 0) dialog.close()
        else show()
      },
      back: told.changed,
    })
  }

  dialog.addEventListener("keydown", (event) => keys(event, step))
  swipes(stage, step)
  dialog.addEventListener("close", () => {
    dialog.remove()
    told.closed?.()
  })
  context.signal.addEventListener("abort", () => dialog.close())
  document.body.append(dialog)
  if (matchMedia("(width < 60rem)").matches) dialog.toggleAttribute("data-bare", true)
  show()
  dialog.showModal()
  return { close: () => dialog.close() }
}

/**
 * @param {KeyboardEvent} event
 * @param {(by: number) => void} step
 */
function keys(event, step) {
  // A focused film moves through itself with the arrows.
  if (event.target instanceof HTMLVideoElement) return
  if (event.key === "ArrowLeft") step(-1)
  else if (event.key === "ArrowRight") step(1)
  else return
  event.preventDefault()
}

const SWIPE = 60 // pixels a finger must travel sideways

/**
 * @param {HTMLElement} stage
 * @param {(by: number) => void} step
 */
function swipes(stage, step) {
  let from = { x: 0, y: 0 }
  stage.addEventListener("touchstart", ({ touches: [touch] }) => touch && (from = { x: touch.clientX, y: touch.clientY }), { passive: true })
  stage.addEventListener("touchend", ({ changedTouches: [touch] }) => {
    if (!touch) return
    const [x, y] = [touch.clientX - from.x, touch.clientY - from.y]
    if (Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y)) step(x < 0 ? 1 : -1)
  })
}

/**
 * @param {Api} api
 * @param {Shot} shot
 */
const large = (api, { media, generation }) =>
  h("img", { class: "lightbox-image", src: api.url(media.url), alt: generation.prompt, width: media.width, height: media.height })

/**
 * @param {import("./icon.js").IconName} name
 * @param {string} label
 * @param {() => unknown} onclick
 */
const tool = (name, label, onclick) =>
  h("button", { type: "button", class: "icon-button lightbox-tool", "aria-label": label, title: label, onclick }, icon(name))
