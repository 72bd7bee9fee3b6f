/** What of a record is otherwise afterwards. Pure. */

/** @typedef {Record<string, unknown>} Values */

/**
 * Name by name, the value before and after; of values that hold others only those that changed.
 * @param {Values | null} before null: there was nothing
 * @param {Values | null} after
 * @returns {{ name: string, was: unknown, is: unknown }[]}
 */
export const differences = (before, after) =>
  Object.keys({ ...before, ...after }).map((name) => {
    const [was, is] = [before?.[name], after?.[name]]
    return isGroup(was) && isGroup(is)
      ? { name, was: unlike(was, is), is: unlike(is, was) }
      : { name, was, is }
  })

/** @param {unknown} value @returns {value is Values} */
const isGroup = (value) => typeof value === "object" && value !== null && !Array.isArray(value)

/**
 * @param {Values} one
 * @param {Values} other
 */
const unlike = (one, other) =>
  Object.fromEntries(
    Object.entries(one).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(other[name]),
    ),
  )
