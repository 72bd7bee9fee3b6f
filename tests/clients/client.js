/**
 * OpenAI's own JavaScript client, with only `baseURL` and `apiKey` changed. Run by
 * test_javascript_client.py: the address and the key come from its environment, and a picture as
 * its argument. Prints the name of each promise that was kept.
 */
import assert from "node:assert/strict"
import { createReadStream, readFileSync } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"

import OpenAI from "openai"

const TEXT = "mistralai/mistral-small-3.2-24b-instruct"
const SEES = "openai/gpt-5-mini"
const IMAGE = "google/gemini-2.5-flash-image"
const FILM = "x-ai/grok-imagine-video"
const EMBEDS = "openai/text-embedding-3-small"
const SPEAKS = "hexgrad/kokoro-82m"

const [, , picture] = process.argv
const { BASE_URL: baseURL, API_KEY: apiKey } = process.env
const client = new OpenAI({ baseURL, apiKey })
const messages = [{ role: "user", content: "Hello" }]

const promises = {
  async models() {
    const ids = []
    for await (const model of client.models.list()) ids.push(model.id)
    for (const id of ["auto", TEXT, IMAGE, FILM, EMBEDS, SPEAKS]) assert(ids.includes(id), id)
  },

  async chat() {
    const told = await client.chat.completions.create({ model: "auto", messages })
    assert(told.choices[0].message.content)
    assert(told.usage.cost > 0)
  },

  async stream() {
    let text = ""
    const stream = await client.chat.completions.create({ model: TEXT, messages, stream: true })
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ""
    assert(text)
  },

  async tools() {
    const parameters = { type: "object", properties: { place: { type: "string" } } }
    const tools = [{ type: "function", function: { name: "weather", parameters } }]
    const asked = { model: SEES, messages, tools, tool_choice: "required" }
    const { message, finish_reason } = (await client.chat.completions.create(asked)).choices[0]
    assert.equal(finish_reason, "tool_calls")
    assert.equal(message.tool_calls[0].function.name, "weather")
    const answer = { role: "tool", tool_call_id: message.tool_calls[0].id, content: "Rain" }
    const further = { model: SEES, messages: [...messages, message, answer], tools }
    assert((await client.chat.completions.create(further)).choices[0].message.content)
  },

  async shown() {
    const url = `data:image/png;base64,${readFileSync(picture).toString("base64")}`
    const content = [
      { type: "text", text: "What is this?" },
      { type: "image_url", image_url: { url } },
    ]
    const asked = { model: SEES, messages: [{ role: "user", content }] }
    assert((await client.chat.completions.create(asked)).choices[0].message.content)
  },

  async pictures() {
    const drawn = await client.images.generate({ model: IMAGE, prompt: "A paper boat" })
    assert(Buffer.from(drawn.data[0].b64_json, "base64").length > 1000)
    const image = createReadStream(picture)
    const changed = await client.images.edit({ model: IMAGE, image, prompt: "A blue one" })
    assert(changed.data[0].b64_json)
  },

  async films() {
    let film = await client.videos.create({ model: FILM, prompt: "A paper boat" })
    for (let looks = 0; !["completed", "failed"].includes(film.status); looks += 1) {
      assert(looks < 240, "the film is not made")
      await sleep(500)
      film = await client.videos.retrieve(film.id)
    }
    assert.equal(film.status, "completed")
    const ids = []
    for await (const each of client.videos.list()) ids.push(each.id)
    assert(ids.includes(film.id))
    const content = await client.videos.downloadContent(film.id)
    const bytes = Buffer.from(await content.arrayBuffer())
    assert.equal(bytes.subarray(4, 8).toString(), "ftyp")
    assert((await client.videos.delete(film.id)).deleted)
    await assert.rejects(() => client.videos.retrieve(film.id), OpenAI.NotFoundError)
  },

  async embeddings() {
    const asked = { model: EMBEDS, input: ["one", "two"], dimensions: 16 }
    const { data } = await client.embeddings.create(asked)
    assert.deepEqual(data.map((each) => each.embedding.length), [16, 16])
  },

  async speech() {
    const asked = { model: SPEAKS, voice: "af_alloy", input: "Hello" }
    const sound = await client.audio.speech.create(asked)
    assert((await sound.arrayBuffer()).byteLength > 1000)
  },

  async errors() {
    const nothing = { model: "acme/nothing", messages }
    const refused = (error) => error instanceof OpenAI.BadRequestError && error.param === "model"
    await assert.rejects(() => client.chat.completions.create(nothing), refused)
    const stranger = new OpenAI({ baseURL, apiKey: "aycg_nobody" })
    await assert.rejects(() => stranger.models.list(), OpenAI.AuthenticationError)
  },
}

for (const [name, keep] of Object.entries(promises)) {
  await keep()
  console.log(name)
}
