/**
 * Which switches of a form were on: each is sent as `name-value`. Pure.
 * @template {string} Value
 * @param {Record<string, string>} values
 * @param {string} name
 * @param {readonly Value[]} options
 */
export const chosenOf = (values, name, options) =>
  options.filter((each) => values[`${name}-${each}`] !== undefined)
