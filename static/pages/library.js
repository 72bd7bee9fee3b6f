/** Everything made so far, to look at, find, use again and throw away. */

/** @import { Change, Context, Generation, Page } from "../lib/types.d.ts" */
/** @import { Filters } from "../components/library-filters.js" */
/** @import { Shot } from "../lib/generation.js" */

import { announce } from "../components/announce.js"
import { emptyState } from "../components/empty-state.js"
import { Gallery } from "../components/gallery.js"
import { download, formAddress, remove, toggleFavourite } from "../components/generation-actions.js"
import { createFilters, filtersOf, isFiltered } from "../components/library-filters.js"
import { openLightbox } from "../components/lightbox.js"
import { requestProblem } from "../components/problem-block.js"
import { fill, h } from "../lib/dom.js"
import { shotsOf } from "../lib/generation.js"
import { onChange } from "../lib/live.js"
import { Pager } from "../lib/pager.js"
import { isAbort } from "../lib/problem.js"
import { match, withQuery } from "../lib/routes.js"
import { texts } from "../texts/en.js"

const words = texts.library
const AT_ONCE = 48

/** @param {Context} context */
export async function page(context) {
  const { api, router, query, params, signal, live } = context
  let filters = filtersOf(query)
  let pager = pagerOf(context, filters)
  /** @type {{ close: () => void } | null} */
  let lightbox = null

  const gallery = new Gallery(api, {
    open: (shot) => open(shot),
    favourite: async ({ generation }) => take(await toggleFavourite(context, generation)),
    download: ({ generation, media }) => download(context, generation, media),
    usePrompt: ({ generation }) => router.go(formAddress(generation)),
    remove: ({ generation }) => remove(context, generation, { gone: () => gone(generation), back: take }),
  })
  const more = h("button", { type: "button", class: "button more", onclick: () => load() }, texts.common.more)
  const note = h("div", { class: "library-note" })
  const filterBar = createFilters(filters, (next) => {
    router.move(addressOf(next), { replace: true })
    apply(next)
  })

  /** @param {Filters} next */
  function apply(next) {
    filters = next
    filterBar.show(next)
    pager = pagerOf(context, next)
    gallery.clear()
    return load()
  }

  async function load() {
    const mine = pager
    try {
      const generations = await mine.take(AT_ONCE)
      if (mine !== pager) return
      for (const shot of shotsOf(generations)) gallery.show(shot)
      announce(words.found(gallery.size, !mine.done))
      showNote()
    } catch (error) {
      if (!isAbort(error)) fill(note, requestProblem(error, [retry()]))
    }
    more.hidden = mine.done
  }

  const retry = () => h("button", { type: "button", class: "button", onclick: () => load() }, texts.common.retry)

  function showNote() {
    if (gallery.size > 0) return fill(note)
    fill(note, isFiltered(filters) ? nothingFound(() => clear()) : nothingYet(api.url("")))
  }

  function clear() {
    const none = filtersOf(new URLSearchParams())
    router.move(addressOf(none), { replace: true })
    apply(none)
  }

  /** @param {Generation | null} generation */
  function take(generation) {
    if (!generation || generation.state !== "succeeded" || !fits(generation, filters)) return
    const known = new Set(gallery.shots.map(({ media }) => media.id))
    for (const shot of shotsOf([generation])) gallery.show(shot, !known.has(shot.media.id))
    showNote()
  }

  /** @param {{ id: string }} generation */
  function gone({ id }) {
    gallery.drop(id)
    showNote()
  }

  /**
   * @param {Shot} shot
   * @param {{ push?: boolean }} [how]
   */
  function open(shot, { push = true } = {}) {
    if (push) router.move(addressOf(filters, shot.generation.id))
    const shots = gallery.shots
    const at = shots.findIndex(({ media }) => media.id === shot.media.id)
    lightbox = openLightbox(context, at < 0 ? [shot] : shots, at, {
      changed: take,
      gone,
      moved: ({ generation }) => {
        if (itemOf(router.path) !== generation.id) router.move(addressOf(filters, generation.id), { replace: true })
      },
      closed() {
        lightbox = null
        if (itemOf(router.path) && !signal.aborted) router.back(addressOf(filters))
      },
    })
  }

  /** @param {string} id */
  async function openById(id) {
    const known = gallery.shots.find(({ generation }) => generation.id === id)
    const [shot] = known ? [known] : shotsOf([await api.get(`/api/generations/${encodeURIComponent(id)}`, { signal })])
    if (shot) open(shot, { push: false })
  }

  router.addEventListener(
    "query",
    (event) => {
      if (!match("/library/:item?", router.path)) return
      event.preventDefault()
      const item = itemOf(router.path)
      if (!item) lightbox?.close()
      else if (!lightbox) openById(item)
      const next = filtersOf(new URLSearchParams(location.search))
      if (addressOf(next) !== addressOf(filters)) apply(next)
    },
    { signal },
  )
  onChange(live, (/** @type {Change} */ change) => ("deleted" in change ? gone(change) : change.kind !== "text" && take(change)), signal)
  live.addEventListener("resync", () => apply(filters), { signal })
  whenSeen(more, () => load(), signal)

  await live.ready
  await load()
  const item = params["item"]
  if (item) await openById(item)
  return h(
    "section",
    { class: "page library-page" },
    h("header", { class: "page-head" }, h("h1", { class: "page-title" }, words.title), filterBar.element),
    gallery.element,
    note,
    more,
  )
}

/**
 * @param {Context} context
 * @param {Filters} filters
 * @returns {Pager<Generation>}
 */
function pagerOf({ api, signal }, { kind, favourite, q }) {
  const kinds = kind ? [kind] : ["image", "video"]
  return new Pager(
    kinds.map((one) => (before) => {
      const address = withQuery("/api/generations", {
        kind: one,
        state: "succeeded",
        favourite: favourite || null,
        q,
        before,
        limit: AT_ONCE,
      })
      return /** @type {Promise<Page<Generation>>} */ (api.get(address, { signal }))
    }),
  )
}

/**
 * Whether news belong into what is shown. What a search finds only the server knows.
 * @param {Generation} generation
 * @param {Filters} filters
 */
const fits = (generation, { kind, favourite, q }) =>
  (!kind || generation.kind === kind) && (!favourite || generation.favourite) && q === ""

/**
 * @param {Filters} filters
 * @param {string} [item]
 */
const addressOf = ({ kind, favourite, q }, item) =>
  withQuery(item ? `/library/${item}` : "/library", { kind, favourite: favourite || null, q })

/** @param {string} path */
const itemOf = (path) => match("/library/:item?", path)?.["item"] ?? ""

/** @param {string} base */
const nothingYet = (base) =>
  emptyState({
    icon: "grid",
    heading: h("h2", { class: "empty-title" }, words.emptyTitle),
    hint: words.emptyHint,
    actions: [
      h("a", { class: "button button-primary", href: `${base}/generate/image` }, words.makeImage),
      h("a", { class: "button", href: `${base}/generate/video` }, words.makeVideo),
    ],
  })

/** @param {() => void} clear */
const nothingFound = (clear) =>
  emptyState({
    icon: "search",
    heading: h("h2", { class: "empty-title" }, words.noneTitle),
    hint: "",
    actions: [h("button", { type: "button", class: "button", onclick: clear }, words.clear)],
  })

/**
 * @param {HTMLElement} element
 * @param {() => void} act
 * @param {AbortSignal} signal
 */
function whenSeen(element, act, signal) {
  const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && act(), { rootMargin: "600px" })
  observer.observe(element)
  signal.addEventListener("abort", () => observer.disconnect())
}
