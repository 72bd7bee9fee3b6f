/** One route: its models in order, each movable by a button, and what comes after them. */

/** @import { Context } from "../../lib/types.d.ts" */
/** @import { Route } from "../../lib/admin/types.d.ts" */
/** @import { Known } from "../../pages/admin/routes.js" */

import { moved, without } from "../../lib/admin/chain.js"
import { texts } from "../../lib/admin/texts.js"
import { texts as common } from "../../lib/texts.js"
import { fill, freshId, h } from "../../lib/dom.js"
import { relative } from "../../lib/format.js"
import { withQuery } from "../../lib/router.js"
import { confirm } from "../dialog.js"
import { iconButton, wordButton } from "../icon.js"
import { announce, toast } from "../news.js"
import { requestProblem } from "../problem-block.js"
import { badge } from "./parts.js"

const words = texts.routes

/** @param {string} name such as auto/fast */
export const routePath = (name) =>
  `/api/admin/routes/${name.split("/").map(encodeURIComponent).join("/")}`

/**
 * @param {Context} context
 * @param {Route} route
 * @param {Known} known
 */
export const routeCard = (context, route, known) => new RouteCard(context, route, known).element

class RouteCard {
  /**
   * @param {Context} context
   * @param {Route} route
   * @param {Known} known
   */
  constructor(context, route, known) {
    this.context = context
    this.route = route
    this.known = known
    this.chain = route.chain
    this.fallback = route.fallback_route
    this.list = h("ol", { class: "chain" })
    this.problem = h("div", { class: "admin-note" })
    this.save = wordButton(common.common.save, () => this.#save(), { class: "button-primary" })
    this.element = h(
      "section",
      { class: "card admin-card route", "data-route": `${route.kind} ${route.id}` },
      this.#head(),
      this.list,
      this.#adding(),
      this.#falling(),
      this.problem,
      h(
        "div",
        { class: "button-row" },
        this.save,
        wordButton(words.delete, () => this.#delete(), { icon: "trash", class: "button-quiet" }),
      ),
    )
    this.#show()
  }

  #head() {
    const { id, kind, tier } = this.route
    return h(
      "h2",
      { class: "card-title route-title" },
      h("code", {}, id),
      badge(common.kinds[kind]),
      h("small", { class: "hint" }, tier ? words.ofTier(tier) : words.ofAll),
    )
  }

  #show() {
    const { chain, route } = this
    const isSame = chain.join() === route.chain.join() && this.fallback === route.fallback_route
    this.save.disabled = isSame || chain.length === 0
    fill(
      this.list,
      chain.map((model, at) => this.#link(model, at)),
    )
  }

  /**
   * @param {string} model
   * @param {number} at
   */
  #link(model, at) {
    const { chain } = this
    const move = (/** @type {number} */ by) => () =>
      this.#order(moved(chain, at, by), at + by, by < 0)
    const isLast = at === chain.length - 1
    return h(
      "li",
      { class: "link" },
      h("code", {}, model),
      this.route.missing.includes(model) && badge(words.missing, "bad"),
      this.#breaker(model),
      h(
        "span",
        { class: "link-buttons" },
        iconButton("send", words.up(model), move(-1), { class: "link-up", disabled: at === 0 }),
        iconButton("arrowDown", words.down(model), move(1), {
          class: "link-down",
          disabled: isLast,
        }),
        iconButton("close", words.takeOut(model), () => this.#order(without(chain, at), at, true)),
      ),
    )
  }

  /** @param {string} model */
  #breaker(model) {
    const { kind } = this.route
    const found = this.known.breakers.find((each) => each.kind === kind && each.model === model)
    if (!found || found.state === "closed") return null
    const until = found.retry_at ? relative(found.retry_at) : ""
    return badge(found.state === "open" ? words.open(until) : words.halfOpen, "warning")
  }

  /**
   * The focus stays with what was moved.
   * @param {string[]} chain
   * @param {number} at where it is now
   * @param {boolean} isUp
   */
  #order(chain, at, isUp) {
    const model = chain[at] ?? ""
    const isMove = chain.length === this.chain.length
    this.chain = chain
    this.#show()
    if (isMove) announce(words.now(model, at + 1, chain.length))
    const buttons = this.list.children[Math.min(at, chain.length - 1)]?.querySelectorAll("button")
    const wanted = [...(buttons ?? [])].filter((button) => !button.disabled)
    const same = wanted.find((button) => button.matches(isUp ? ".link-up" : ".link-down"))
    ;(same ?? wanted[0] ?? this.save).focus()
  }

  #adding() {
    const { kind } = this.route
    const [id, listId] = [freshId("add"), freshId("models")]
    /** @type {HTMLInputElement} */
    const field = h("input", {
      class: "input",
      id,
      list: listId,
      autocomplete: "off",
      maxlength: 200,
    })
    const add = () => {
      const model = field.value.trim()
      if (!model || this.chain.includes(model)) return field.focus()
      field.value = ""
      this.chain = [...this.chain, model]
      this.#show()
      announce(words.now(model, this.chain.length, this.chain.length))
    }
    field.addEventListener(
      "keydown",
      (event) => event.key === "Enter" && (event.preventDefault(), add()),
    )
    return h(
      "div",
      { class: "field" },
      h("label", { class: "label", for: id }, words.add),
      h("div", { class: "input-row" }, field, wordButton(words.addButton, add, { icon: "plus" })),
      h(
        "datalist",
        { id: listId },
        this.known.models
          .filter((each) => each.kind === kind && !each.hidden)
          .map((each) => h("option", { value: each.id }, each.name)),
      ),
    )
  }

  #falling() {
    const { kind, id: own } = this.route
    const id = freshId("fallback")
    const names = new Set(
      this.known.routes.filter((each) => each.kind === kind).map((each) => each.id),
    )
    names.delete(own)
    /** @type {HTMLSelectElement} */
    const select = h(
      "select",
      {
        class: "input",
        id,
        onchange: () => ((this.fallback = select.value || null), this.#show()),
      },
      h("option", { value: "" }, words.noFallback),
      [...names].map((name) =>
        h("option", { value: name, selected: name === this.fallback }, name),
      ),
    )
    return h(
      "div",
      { class: "field" },
      h("label", { class: "label", for: id }, words.fallback),
      select,
    )
  }

  async #save() {
    const { route, chain, fallback } = this
    const { kind, tier } = route
    fill(this.problem)
    try {
      const body = { kind, tier, chain, fallback_route: fallback }
      const answer = await this.context.api.request("PUT", routePath(route.id), body)
      Object.assign(route, await answer.json())
      this.chain = route.chain
      this.#show()
      toast(common.common.saved)
    } catch (error) {
      fill(this.problem, requestProblem(error))
    }
  }

  async #delete() {
    const { id, kind, tier } = this.route
    const ask = { title: words.deleteTitle(id), text: words.deleteText, yes: words.delete }
    if (!(await confirm({ ...ask, danger: true }))) return
    try {
      await this.context.api.delete(withQuery(routePath(id), { kind, tier }))
      this.known.routes.splice(this.known.routes.indexOf(this.route), 1)
      this.element.remove()
      toast(words.deleted)
    } catch (error) {
      fill(this.problem, requestProblem(error))
    }
  }
}
