/** All models of a kind to choose from: a search field over a list, as one combobox. */

/** @import { Choices } from "../lib/choices.js" */
/** @import { Model } from "../lib/types.d.ts" */

import { heardOf } from "../lib/choices.js"
import { fill, freshId, h } from "../lib/dom.js"
import { number, relative } from "../lib/format.js"
import { texts } from "../lib/texts.js"
import { icon } from "./icon.js"
import { announce } from "./news.js"

const words = texts.model
const OPTION = '[role="option"]'

/**
 * @param {Pick<Choices, "models" | "model" | "choose">} choices
 * @param {() => void} close
 */
export function createModelList(choices, close) {
  const list = h("div", {
    class: "model-options",
    role: "listbox",
    id: freshId("models"),
    "aria-label": words.choose,
  })
  const search = searchField(list.id)
  const active = createActive(search, list)

  function draw() {
    const models = choices.models.filter(matcher(search.value))
    const none = models.length === 0 && h("p", { class: "hint" }, words.none)
    fill(list, groups(models, choices.model?.id ?? ""), none)
    active.to(list.querySelector('[aria-selected="true"]') ?? list.querySelector(OPTION))
    if (search.value) announce(words.count(models.length))
  }

  /** @param {Element | null} option */
  function take(option) {
    if (!option || option.getAttribute("aria-disabled")) return
    choices.choose(option.getAttribute("data-model") ?? "")
    close()
  }

  search.addEventListener("input", draw)
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") take(active.option)
    else if (!active.move(event.key)) return
    event.preventDefault()
  })
  list.addEventListener("click", ({ target }) => {
    if (target instanceof Element) take(target.closest(OPTION))
  })
  draw()
  const field = h("div", { class: "model-search" }, icon("search"), search)
  return h("div", { class: "model-list" }, field, list, age(choices))
}

/**
 * How old the prices are that are shown: the list outlives a gateway that is away.
 * @param {Pick<Choices, "models">} choices
 */
function age(choices) {
  const told = choices.models[0] && heardOf(choices.models[0].kind)
  return told && h("p", { class: "hint model-age" }, words.asOf(relative(told)))
}

/** @param {string} listId */
const searchField = (listId) =>
  h("input", {
    class: "input",
    type: "search",
    role: "combobox",
    placeholder: words.search,
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": words.search,
    "aria-controls": listId,
    "aria-expanded": "true",
    "aria-autocomplete": "list",
  })

/**
 * The option the keyboard is on. The focus itself stays in the search field.
 * @param {HTMLInputElement} search
 * @param {HTMLElement} list
 */
function createActive(search, list) {
  /** @type {Element | null} */
  let option = null
  return {
    get option() {
      return option
    },
    /** @param {Element | null} next */
    to(next) {
      option?.removeAttribute("data-active")
      option = next
      option?.setAttribute("data-active", "")
      search.setAttribute("aria-activedescendant", option?.id ?? "")
      option?.scrollIntoView({ block: "nearest" })
    },
    /** @param {string} key */
    move(key) {
      const options = [...list.querySelectorAll(OPTION)]
      const at = option ? options.indexOf(option) : -1
      const step = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8 }[key]
      if (step === undefined) return false
      this.to(options[Math.max(0, Math.min(options.length - 1, step))] ?? null)
      return true
    },
  }
}

/**
 * Says of a model whether it has all of these words.
 * @param {string} wanted
 */
export function matcher(wanted) {
  const parts = wanted.toLowerCase().split(/\s+/)
  return (/** @type {Model} */ { id, name }) => {
    const text = `${id} ${name}`.toLowerCase()
    return parts.every((part) => text.includes(part))
  }
}

/**
 * @param {Model[]} models
 * @param {string} chosen
 */
function groups(models, chosen) {
  const { true: routes = [], false: others = [] } = Object.groupBy(
    models,
    ({ is_route }) => `${is_route}`,
  )
  return [group(words.routes, routes, chosen), group(words.models, others, chosen)]
}

/**
 * @param {string} label
 * @param {Model[]} models
 * @param {string} chosen
 */
function group(label, models, chosen) {
  if (models.length === 0) return null
  const id = freshId("group")
  return h(
    "div",
    { role: "group", "aria-labelledby": id },
    h("p", { class: "rail-label", id }, label),
    models.map((model) => option(model, model.id === chosen)),
  )
}

/**
 * @param {Model} model
 * @param {boolean} isChosen
 */
function option(model, isChosen) {
  return h(
    "div",
    {
      class: "model-option",
      role: "option",
      id: freshId("model"),
      "data-model": model.id,
      "aria-selected": String(isChosen),
      "aria-disabled": model.available ? null : "true",
    },
    h(
      "span",
      { class: "model-option-head" },
      h("span", { class: "model-option-name" }, model.name),
      !model.is_route && h("code", { class: "model-id" }, model.id),
    ),
    h("span", { class: "model-option-price" }, facts(model).join(" · ")),
    isChosen && icon("check"),
  )
}

/** @param {Model} model */
function facts({ available, pricing, is_route, context_length, kind, input_modalities }) {
  const price = pricing.free
    ? [words.free]
    : pricing.lines.length
      ? pricing.lines.slice(0, 2).map(({ what, usd }) => `$${usd} ${what}`)
      : is_route
        ? []
        : [words.unpriced]
  return [
    ...(available ? [] : [words.unavailable]),
    ...price,
    ...(kind === "text" && context_length ? [words.context(number(context_length))] : []),
    ...(kind === "text" && input_modalities.includes("image") ? [words.sees] : []),
  ]
}
