/** What a person asked for and is told about when it does not work. */

import { toast } from "./news.js"
import { sentence } from "./problem-block.js"

/**
 * An action's answer, or null after telling why there is none.
 * @template Answer
 * @param {Promise<Answer>} answer
 * @returns {Promise<Answer | null>}
 */
export const said = (answer) =>
  answer.catch((error) => {
    toast(sentence(error))
    return null
  })
