/** What can be done with something that was made; the same everywhere it is shown. */

/** @import { Context, Generation, Media, Quote, Role } from "../lib/types.d.ts" */
/** @import { Recall } from "../lib/recall.js" */

import { h } from "../lib/dom.js"
import { money } from "../lib/format.js"
import { withQuery } from "../lib/router.js"
import { texts } from "../lib/texts.js"
import { confirm } from "./dialog.js"
import { announce, toast } from "./news.js"
import { said } from "./said.js"

/** @typedef {Pick<Context, "api" | "router">} Door */

/**
 * @param {Door} door
 * @param {Generation} generation
 * @returns {Promise<Generation | null>} null when it did not work, which was said
 */
export const toggleFavourite = ({ api }, { id, favourite }) =>
  said(api.patch(`/api/generations/${id}`, { favourite: !favourite }))

/**
 * To the trash, with a way back.
 * @param {Pick<Door, "api">} door
 * @param {Generation} generation
 * @param {{ gone: () => void, back: (generation: Generation) => void }} told
 */
export async function remove({ api }, generation, { gone, back }) {
  const done = await said(api.delete(`/api/generations/${generation.id}`).then(() => true))
  if (!done) return
  gone()
  announce(texts.library.deleted)
  toast(texts.library.deleted, {
    label: texts.common.undo,
    act: async () => {
      const restored = await said(
        api.post(`/api/generations/${generation.id}/restore`).then(() => true),
      )
      if (restored) back(generation)
    },
  })
}

/**
 * Cancel, and tell the truth about what that means for money that is on its way.
 * @param {Door} door
 * @param {Generation} generation
 * @returns {Promise<Generation | null>}
 */
export async function cancel({ api }, generation) {
  const words = texts.job
  const isSent = generation.state === "running" && generation.kind !== "text"
  if (isSent) {
    const yes = await confirm({
      title: words.cancelTitle[generation.kind],
      text: words.cancelHint(mayCost(generation.quote)),
      yes: words.hide,
      no: words.keep,
    })
    if (!yes) return null
  }
  return said(api.post(`/api/generations/${generation.id}/cancel`))
}

/** @param {Quote | null} quote */
function mayCost(quote) {
  const words = texts.job.mayCost
  if (!quote || quote.amount_micros === null) return words.unknown()
  return words[quote.kind](money(quote.amount_micros))
}

/**
 * Ask for the same once more. Where the first may have cost money, say so before.
 * @param {Door} door
 * @param {Generation} generation
 * @returns {Promise<Generation | null>}
 */
export async function retry({ api }, { id, state }) {
  const words = texts.job
  if (state === "unknown") {
    const yes = await confirm({
      title: words.retryTitle,
      text: words.retryHint,
      yes: words.retryAnyway,
    })
    if (!yes) return null
  }
  return said(api.post(`/api/generations/${id}/retry`))
}

/**
 * Where the form is filled with the recipe of this one, or with a part of it. Nothing is sent by
 * going there.
 * @param {Generation} generation
 * @param {Recall} [verb]
 */
export const formAddress = ({ id, kind }, verb = "all") =>
  withQuery(`/generate/${kind}`, { from: id, use: verb === "all" ? null : verb })

/**
 * Where a picture can be used next: what it would be, the address, the role it takes there.
 * @param {Media} media
 * @returns {[string, string, Role][]}
 */
export const usesOf = (media) =>
  media.kind !== "image"
    ? []
    : [
        [texts.lightbox.useFirst, useAddress("first_frame", media), "first_frame"],
        [texts.lightbox.useLast, useAddress("last_frame", media), "last_frame"],
        [texts.lightbox.useReference, useAddress("reference", media), "reference"],
      ]

/**
 * @param {Role} role
 * @param {Pick<Media, "id">} media
 */
export function useAddress(role, { id }) {
  if (role === "reference") return withQuery("/generate/image", { reference: id })
  const name = role === "first_frame" ? "first" : "last"
  return withQuery("/generate/video", { mode: "image", [name]: id })
}

/**
 * Save a file to the person's disk.
 * @param {Door} door
 * @param {Generation} generation
 * @param {Media} media
 */
export function download({ api }, generation, media) {
  h("a", { href: api.url(media.url), download: fileName(generation, media) }).click()
}

/**
 * A name that says what it is, from the words of the prompt.
 * @param {Generation} generation
 * @param {Media} media
 */
export function fileName({ prompt }, { mime, id }) {
  const words =
    prompt
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.slice(0, 6)
      .join("-") ?? "allucanget"
  const ending = mime.split("/")[1]?.replace("jpeg", "jpg").replace("quicktime", "mov") ?? "bin"
  return `${words.slice(0, 60)}-${id.slice(-4)}.${ending}`
}

/**
 * Make links to it, or take them back. Fetched by those who want to.
 * @param {Pick<Context, "api">} door
 * @param {Generation} generation
 */
export async function share(door, generation) {
  const { openShare } = await import("./sharing/dialog.js")
  openShare(door, generation)
}

/** @param {Generation} generation */
export function costText({ cost_micros, cost_source }) {
  if (cost_micros === null) return ""
  if (cost_micros === 0) return texts.job.noCost
  return cost_source === "computed"
    ? `${money(cost_micros)} (${texts.job.computed})`
    : money(cost_micros)
}
