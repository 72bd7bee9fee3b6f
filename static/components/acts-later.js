/** What is done with many things of the library at once, fetched when it is done the first time. */

/** @import { Context } from "../lib/types.d.ts" */
/** @import { Collections } from "../lib/collections.js" */
/** @import { LibraryActs, Told } from "./library-acts.js" */

/** @typedef {(todo: (acts: LibraryActs) => Promise<unknown>) => Promise<unknown>} Act */

/**
 * @param {Pick<Context, "api" | "router">} context
 * @param {Collections} collections
 * @param {Told} told
 * @returns {Act}
 */
export const actsLater = (context, collections, told) => async (todo) => {
  const { LibraryActs } = await import("./library-acts.js")
  return todo(new LibraryActs(context, collections, told))
}
