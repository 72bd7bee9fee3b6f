/** Taking something away for good, once that was asked. */

/** @import { Api } from "../../lib/api.js" */

import { confirm } from "../dialog.js"
import { toast } from "../news.js"
import { said } from "../said.js"

/**
 * Whether it is gone now.
 * @param {Api} api
 * @param {string} path
 * @param {{ title: string, text: string, yes: string, told: string }} question
 */
export async function remove(api, path, { told, ...question }) {
  if (!(await confirm({ ...question, danger: true }))) return false
  const isGone = await said(api.delete(path).then(() => true))
  if (isGone) toast(told)
  return isGone === true
}
