/** API keys as the page sends and shows them. Pure. */

/** @import { ApiKey, KeyForm, Scope } from "./types.d.ts" */

import { microsOf } from "../dollars.js"
import { chosenOf } from "./chosen.js"

/** What a key may be let do, the last for administrators only. @type {Scope[]} */
export const SCOPES = ["text", "image", "video", "read", "admin"]

/** Days after which a new key ends, unless its maker says otherwise; 0 is never. */
export const LIVES = [7, 30, 90, 365, 0]
export const USUAL_LIFE = 90

/** Seconds for which a secret goes on working once it is replaced. */
export const OVERLAPS = [0, 3600, 86_400, 604_800]
export const USUAL_OVERLAP = 86_400

const DAY = 86_400_000 // milliseconds

/**
 * A form as it was filled in.
 * @param {Record<string, string>} values
 * @param {ApiKey | null} key that is changed
 * @param {Date} now
 * @returns {KeyForm}
 */
export const formOf = (values, key, now) => ({
  name: values["name"] ?? "",
  scopes: chosenOf(values, "scopes", SCOPES),
  models: listOf(values["models"]),
  ip_allow: listOf(values["ip_allow"]),
  budget_micros: microsOf(values["budget_micros"]),
  expires_at: endOf(values, key, now),
})

/**
 * Names with commas, spaces or lines between them.
 * @param {string} [typed]
 */
const listOf = (typed = "") => typed.split(/[\s,]+/).filter(Boolean)

/**
 * @param {Record<string, string>} values `life` is a number of days, "keep", or "date"
 * @param {ApiKey | null} key
 * @param {Date} now
 */
function endOf({ life = "0", expires_on = "" }, key, now) {
  if (life === "keep") return key?.expires_at ?? null
  // The whole of the day that was named, where the person is.
  if (life === "date") return new Date(`${expires_on}T23:59:59`).toISOString()
  return life === "0" ? null : new Date(now.getTime() + Number(life) * DAY).toISOString()
}

/** @param {ApiKey} key @param {Date} now */
export const isOver = ({ expires_at }, now) => expires_at !== null && new Date(expires_at) <= now

/** @param {ApiKey} key @returns what may still be spent, null where there is no limit */
export const leftOf = ({ budget_micros, spent_micros }) =>
  budget_micros === null ? null : Math.max(0, budget_micros - spent_micros)

/** @typedef {(model: string) => { path: string, body: object | null, python: string, javascript: string }} Call */

/** The first thing to try, by what a key may make. @type {Record<"text" | "image" | "video", Call>} */
const CALLS = {
  text: (model) => ({
    path: "/chat/completions",
    body: { model, messages: [{ role: "user", content: "Hello" }] },
    python: `answer = client.chat.completions.create(
    model="${model}", messages=[{"role": "user", "content": "Hello"}]
)
print(answer.choices[0].message.content)`,
    javascript: `const answer = await client.chat.completions.create({
  model: "${model}",
  messages: [{ role: "user", content: "Hello" }],
})
console.log(answer.choices[0].message.content)`,
  }),
  image: (model) => ({
    path: "/images/generations",
    body: { model, prompt: "A paper boat", response_format: "url" },
    python: `picture = client.images.generate(
    model="${model}", prompt="A paper boat", response_format="url"
)
print(picture.data[0].url)`,
    javascript: `const picture = await client.images.generate({
  model: "${model}",
  prompt: "A paper boat",
  response_format: "url",
})
console.log(picture.data[0].url)`,
  }),
  video: (model) => ({
    path: "/videos",
    body: { model, prompt: "A paper boat" },
    python: `film = client.videos.create(model="${model}", prompt="A paper boat")
print(film.id, film.status)`,
    javascript: `const film = await client.videos.create({ model: "${model}", prompt: "A paper boat" })
console.log(film.id, film.status)`,
  }),
}

/** What every key may. @type {Call} */
const LOOK_ROUND = () => ({
  path: "/models",
  body: null,
  python: "print([model.id for model in client.models.list()])",
  javascript: "for await (const model of client.models.list()) console.log(model.id)",
})

/**
 * Something small that this key may do: the same in three languages, ready to be pasted.
 * @param {string} url of /v1
 * @param {string} secret
 * @param {Pick<KeyForm, "scopes" | "models">} key
 */
export function snippets(url, secret, { scopes, models }) {
  const model = modelFor(models)
  const kind = /** @type {const} */ (["text", "image", "video"]).find((each) => scopes.includes(each))
  const call = kind && model ? CALLS[kind](model) : LOOK_ROUND("")
  return {
    curl: curl(url, secret, call),
    python: `from openai import OpenAI

client = OpenAI(base_url="${url}", api_key="${secret}")
${call.python}
`,
    javascript: `import OpenAI from "openai"

const client = new OpenAI({ baseURL: "${url}", apiKey: "${secret}" })
${call.javascript}
`,
  }
}

/**
 * @param {string} url
 * @param {string} secret
 * @param {ReturnType<Call>} call
 */
function curl(url, secret, { path, body }) {
  const parts = [`curl ${url}${path}`, `-H "Authorization: Bearer ${secret}"`]
  if (body) parts.push(`-H "Content-Type: application/json"`, `-d '${JSON.stringify(body)}'`)
  return `${parts.join(" \\\n  ")}\n`
}

/**
 * A name that these patterns surely allow; "" where only the server knows one.
 * @param {string[]} patterns
 */
function modelFor(patterns) {
  if (patterns.length === 0 || patterns.includes("*")) return "auto"
  return patterns.find((each) => !/[!*?]/.test(each)) ?? ""
}
