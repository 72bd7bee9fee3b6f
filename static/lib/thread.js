/** A conversation is a tree of generations, shown as one branch at a time. Pure. */

/** @import { Generation } from "./types.d.ts" */

/** @typedef {{ generation: Generation, siblings: string[], index: number }} Turn */

/** What the chosen sibling below the root is remembered under. */
const ROOT = ""

/**
 * The branch to show: from the root down, the chosen child or else the newest.
 *
 * Survives parents that are missing and circles, so a damaged thread is still readable.
 *
 * @param {Iterable<Generation>} generations
 * @param {Map<string, string>} chosen id of the chosen child by id of its parent
 * @returns {Turn[]}
 */
export function branch(generations, chosen) {
  const children = byParent([...generations])
  const seen = new Set()
  /** @type {Turn[]} */
  const turns = []
  for (let parent = ROOT; ;) {
    const siblings = (children.get(parent) ?? []).filter(({ id }) => !seen.has(id))
    const generation = siblings.find(({ id }) => id === chosen.get(parent)) ?? siblings.at(-1)
    if (!generation) return turns

    for (const { id } of siblings) seen.add(id)
    const ids = siblings.map(({ id }) => id)
    turns.push({ generation, siblings: ids, index: ids.indexOf(generation.id) })
    parent = generation.id
  }
}

/**
 * The key of `chosen` under which a generation is picked among its siblings.
 * @param {Generation} generation
 */
export const parentKey = (generation) => generation.parent_id ?? ROOT

/**
 * @param {Generation[]} generations
 * @returns {Map<string, Generation[]>} oldest first
 */
function byParent(generations) {
  const known = new Set(generations.map(({ id }) => id))
  /** @type {Map<string, Generation[]>} */
  const children = new Map()
  for (const generation of generations.toSorted((a, b) => compare(a.created_at, b.created_at))) {
    const { parent_id } = generation
    const parent = parent_id !== null && known.has(parent_id) ? parent_id : ROOT
    children.set(parent, [...(children.get(parent) ?? []), generation])
  }
  return children
}

/**
 * @param {string} a
 * @param {string} b
 */
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0)

/**
 * A message and all that answers to it, directly or not, in the order of time.
 * @param {Iterable<Generation>} generations
 * @param {Generation} first
 * @returns {Generation[]} one that is not among them has nothing that follows
 */
export function following(generations, first) {
  const children = byParent([...generations])
  const found = new Set([first])
  for (const each of found) for (const child of children.get(each.id) ?? []) found.add(child)
  return [...found].toSorted((a, b) => compare(a.created_at, b.created_at))
}

/**
 * What must be chosen for a message to be in view: itself and all it answers to.
 * @param {Iterable<Generation>} generations
 * @param {string | null} id
 * @returns {Map<string, string>} as `branch` takes it; empty for a message that is not there
 */
export function chosenTo(generations, id) {
  const known = new Map([...generations].map((generation) => [generation.id, generation]))
  /** @type {Map<string, string>} */
  const chosen = new Map()
  for (let at = known.get(id ?? ""); at; at = known.get(at.parent_id ?? "")) {
    const parent = at.parent_id !== null && known.has(at.parent_id) ? at.parent_id : ROOT
    if (chosen.has(parent)) break
    chosen.set(parent, at.id)
  }
  return chosen
}
