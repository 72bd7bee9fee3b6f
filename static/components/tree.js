/** A conversation's generations, and which of its branches is in view. */

/** @import { Generation } from "../lib/types.d.ts" */
/** @import { Storage } from "../lib/storage.js" */
/** @import { Turn } from "../lib/thread.js" */

import { Comparisons } from "../lib/comparisons.js"
import { isLocal, isOpen } from "../lib/generation.js"
import { branch, chosenTo, following, parentKey } from "../lib/thread.js"

/** The branch that is chosen is remembered per conversation. */
export class Tree {
  /** @type {Map<string, Generation>} */
  #generations = new Map()
  /** @type {Map<string, string>} */
  #chosen = new Map()

  /**
   * @param {Storage} storage
   * @param {string | null} thread
   */
  constructor(storage, thread) {
    this.storage = storage
    this.thread = thread
    this.comparisons = new Comparisons(storage, thread)
  }

  /**
   * @param {Generation[]} generations
   * @param {string | null} at the message to show, else the branch that was shown last
   */
  load(generations, at) {
    for (const generation of generations) this.#generations.set(generation.id, generation)
    const wanted = at && this.#generations.has(at) ? at : this.storage.get(this.#name, "")
    this.#chosen = chosenTo(generations, wanted)
  }

  get #name() {
    return `branch:${this.thread}`
  }

  /** @returns {Turn[]} */
  get branch() {
    return branch(this.#generations.values(), this.#chosen)
  }

  /** The reply the next message answers to. */
  get leaf() {
    return this.branch.at(-1)?.generation ?? null
  }

  /** The replies at the end of the branch in view that are being written. */
  get open() {
    const { leaf } = this
    return leaf ? this.beside(leaf).filter(isOpen) : []
  }

  /** @param {string} id */
  get(id) {
    return this.#generations.get(id)
  }

  /**
   * Whether this was asked at its place before.
   * @param {import("../lib/types.d.ts").Ask} ask
   */
  has({ prompt, parent_id }) {
    return [...this.#generations.values()].some(
      (each) => each.prompt === prompt && each.parent_id === (parent_id ?? null),
    )
  }

  /**
   * A reply and those beside it, to be compared with it.
   * @param {Generation} generation
   */
  beside({ id }) {
    return this.comparisons.beside(id).flatMap((each) => this.#generations.get(each) ?? [])
  }

  /**
   * Add one, or what is new about it.
   * @param {Generation} generation
   * @returns {boolean} whether it was news
   */
  take(generation) {
    const before = this.#generations.get(generation.id)
    // News of a running text may be older than what its stream has told us already.
    if (before && !isOpen(before) && isOpen(generation)) return false
    this.#generations.set(generation.id, generation)
    return true
  }

  /** @param {Generation} generation */
  choose(generation) {
    this.#chosen.set(parentKey(generation), generation.id)
    this.#remember()
  }

  /**
   * @param {string} local
   * @param {Generation} generation what the placeholder has become
   */
  replace(local, generation) {
    this.thread ??= this.comparisons.thread = generation.thread_id
    const isChosen = this.#chosen.get(parentKey(generation)) === local
    this.#generations.delete(local)
    this.#generations.set(generation.id, generation)
    this.comparisons.replace(local, generation.id)
    if (isChosen) this.choose(generation)
  }

  /**
   * What deleting this takes along: itself and all that follows, on every branch. Nothing while some
   * of it is just being sent, and nothing where nothing would stay.
   * @param {Generation} generation
   */
  going(generation) {
    const going = following(this.#generations.values(), generation)
    return going.length < this.#generations.size && !going.some(isLocal) ? going : []
  }

  /** @param {...string} ids */
  drop(...ids) {
    for (const id of ids) {
      this.#generations.delete(id)
      this.comparisons.replace(id, null)
      this.#chosen.forEach((chosen, parent) => chosen === id && this.#chosen.delete(parent))
    }
    this.#remember()
  }

  /** @param {string} id the message to show from now on */
  reveal(id) {
    const chosen = chosenTo(this.#generations.values(), id)
    chosen.forEach((child, parent) => this.#chosen.set(parent, child))
    this.#remember()
  }

  /** @param {Generation} generation the one that goes on */
  keep(generation) {
    this.comparisons.settle(generation.id)
    this.choose(generation)
  }

  #remember() {
    const { leaf } = this
    if (this.thread && leaf) this.storage.set(this.#name, leaf.id)
  }
}
