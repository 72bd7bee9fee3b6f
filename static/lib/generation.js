/** What a page may conclude from a generation. Pure. */

/** @import { Ask, Generation, Kind, Media, State } from "./types.d.ts" */

import { ratioOf } from "./fitting.js"
import { randomId } from "./id.js"

/** One thing to look at: a media file and the generation it came from. */
/** @typedef {{ generation: Generation, media: Media }} Shot */

const LOCAL = "local:"

/** Whether it has not ended yet. */
export const isOpen = (/** @type {{ state: State }} */ { state }) =>
  state === "queued" || state === "running"

/** Whether the server does not know it yet. */
export const isLocal = (/** @type {{ id: string }} */ { id }) => id.startsWith(LOCAL)

/**
 * @param {Iterable<Generation>} generations
 * @returns {Shot[]}
 */
export const shotsOf = (generations) =>
  [...generations].flatMap((generation) => generation.media.map((media) => ({ generation, media })))

/**
 * Where it can be looked at, if anywhere.
 * @param {Pick<Generation, "kind" | "state" | "thread_id" | "id">} generation
 */
export function addressOf({ kind, state, thread_id, id }) {
  if (kind === "text") return thread_id && `/generate/text/${thread_id}`
  return state === "succeeded" ? `/library/${id}` : null
}

/**
 * Width by height of what comes out, as far as it can be known before.
 * @param {Generation} generation
 */
export function shapeOf({ kind, media, params }) {
  const [first] = media
  if (first?.width && first.height) return first.width / first.height
  return (
    ratioOf(params["aspect_ratio"]) ?? ratioOf(params["size"]) ?? (kind === "video" ? 16 / 9 : 1)
  )
}

/**
 * How long it has been going on, or took. Seconds.
 * @param {Generation} generation
 * @param {number} now milliseconds
 */
export function elapsed({ created_at, started_at, finished_at }, now) {
  const end = finished_at ? Date.parse(finished_at) : now
  return Math.max(0, (end - Date.parse(started_at ?? created_at)) / 1000)
}

/**
 * What is shown from the first instant until the server answers.
 * @param {Kind} kind
 * @param {Ask} ask
 * @returns {Generation}
 */
export const placeholder = (
  kind,
  { prompt, model = "", inputs = [], params = {}, thread_id, parent_id },
) => ({
  id: LOCAL + randomId(),
  kind,
  state: "queued",
  stage: null,
  model,
  answered_by: null,
  prompt,
  params,
  inputs,
  thread_id: thread_id ?? null,
  parent_id: parent_id ?? null,
  text: "",
  reasoning: "",
  media: [],
  quote: null,
  cost_micros: null,
  cost_source: null,
  tokens: null,
  error: null,
  attempts: [],
  favourite: false,
  title: null,
  created_at: new Date().toISOString(),
  started_at: null,
  finished_at: null,
})
