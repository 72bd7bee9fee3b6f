/** A route more: its name, for what and for whom, and a model to begin with. */

/** @import { Context } from "../../lib/types.d.ts" */
/** @import { Known } from "../../pages/admin/routes.js" */

import { h } from "../../lib/dom.js"
import { texts } from "../../lib/admin/texts.js"
import { texts as common } from "../../lib/texts.js"
import { openDialog } from "../dialog.js"
import { createForm, field } from "../form.js"
import { wordButton } from "../icon.js"
import { toast } from "../news.js"
import { routePath } from "./route-card.js"
import { control } from "./value-form.js"

const words = texts.routes

/**
 * @param {Context} context
 * @param {Known} known
 */
export const newRoute = (context, known) =>
  wordButton(words.make, () => ask(context, known), { icon: "plus", class: "button-primary" })

/**
 * @param {Context} context
 * @param {Known} known
 */
function ask({ api, router }, { models, tiers }) {
  const everybody = { "": words.ofAll, ...Object.fromEntries(tiers.map((each) => [each, each])) }
  const form = createForm({
    fields: [
      field({
        name: "name",
        label: words.name,
        hint: words.nameHint,
        required: true,
        maxlength: 50,
        autofocus: true,
      }),
      control({ name: "kind", label: words.kind, way: "choice", options: common.kinds }, "text"),
      control({ name: "tier", label: words.forWhom, way: "choice", options: everybody }, ""),
      field({
        name: "chain",
        label: words.first,
        list: "route-models",
        required: true,
        maxlength: 200,
      }),
    ],
    submit: words.make,
    async onsubmit({ name = "", kind, tier, chain }) {
      await api.request("PUT", routePath(name.trim()), {
        kind,
        tier: tier || null,
        chain: [chain?.trim()],
      })
      dialog.close()
      toast(common.common.saved)
      await router.go(router.address, { replace: true })
    },
  })
  const names = models.map(({ id, name }) => h("option", { value: id }, name))
  const dialog = openDialog(
    { title: words.make, class: "dialog-small", isFirm: true },
    form,
    h("datalist", { id: "route-models" }, names),
  )
}
