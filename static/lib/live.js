/**
 * News of everything this person generates, from our status endpoint.
 *
 * One long poll per browser: tabs elect a leader by a Web Lock, the leader polls and tells the
 * others over a BroadcastChannel. When it closes, the next one goes on from the same cursor.
 */

/** @import { Change } from "./types.d.ts" */
/** @import { Api } from "./api.js" */

const WAIT = 25 // seconds the server may keep us waiting
const PATIENCE = 15_000 // milliseconds beyond that, after which the connection must be dead
const LONGEST_PAUSE = 30_000 // milliseconds between two tries while the server is away

/**
 * Says `change` (a `CustomEvent` whose detail is a `Change`), `resync` when news may have been
 * missed and lists should be read again, and `connection` when `up` has changed.
 */
export class Live extends EventTarget {
  /** @type {string | null} */
  #cursor = null
  /** @type {BroadcastChannel} */
  #channel
  #up = true

  /**
   * @param {Api} api
   * @param {string} userId Tabs of another person have nothing to tell us.
   */
  constructor(api, userId) {
    super()
    this.api = api
    this.name = `allucanget:live:${api.base}:${userId}`
    this.#channel = new BroadcastChannel(this.name)
    const settled = /** @type {PromiseWithResolvers<void>} */ (Promise.withResolvers())
    this.#begun = () => {
      this.isReady = true
      settled.resolve()
    }
    this.isReady = false

    /** Settles when news from now on will not be missed. Read lists after it, or once more. */
    this.ready = settled.promise
  }

  #begun

  /** Whether the last word from the server came through. */
  get up() {
    return this.#up
  }

  /** @param {AbortSignal} signal Ends it, at sign-out. */
  start(signal) {
    this.#channel.addEventListener("message", ({ data }) => this.#heard(data), { signal })
    signal.addEventListener("abort", () => this.#channel.close())
    this.#elect(signal).catch(() => this.#begun())
  }

  /** @param {AbortSignal} signal */
  async #elect(signal) {
    if (!navigator.locks) return this.#lead(signal)
    const led = await navigator.locks.request(this.name, { ifAvailable: true }, async (lock) => {
      if (lock) await this.#lead(signal)
      return lock !== null
    })
    if (led || signal.aborted) return

    this.#channel.postMessage({ hello: true })
    this.#begun()
    await navigator.locks.request(this.name, { signal }, () => this.#lead(signal))
  }

  /** @param {AbortSignal} signal */
  async #lead(signal) {
    let failures = 0
    while (!signal.aborted) {
      try {
        await this.#poll(signal)
        failures = 0
        this.#setUp(true)
      } catch (error) {
        if (signal.aborted) return
        if (status(error) === 400 || status(error) === 422) this.#cursor = null
        failures += 1
        // Whose sign-in has ended is asked for their password, not told that nobody answers.
        if (status(error) !== 401) this.#setUp(false)
        this.#begun()
        await rest(pause(failures), signal)
      }
    }
  }

  /** @param {AbortSignal} signal */
  async #poll(signal) {
    const fresh = this.#cursor === null
    const query = fresh ? "" : `?since=${encodeURIComponent(this.#cursor ?? "")}&wait=${WAIT}`
    const patience = AbortSignal.timeout(WAIT * 1000 + PATIENCE)
    /** @type {{ items: Change[], cursor: string }} */
    const { items, cursor } = await this.api.get(`/api/generations/changes${query}`, {
      signal: AbortSignal.any([signal, patience]),
    })
    this.#cursor = cursor
    this.#tell({ items, cursor, resync: fresh && this.#missed })
    this.#begun()
    this.#missed = true
  }

  // A second cursor without a first means that news in between are lost to us.
  #missed = false

  /** @param {{ items: Change[], cursor: string, resync: boolean }} news */
  #tell(news) {
    this.#channel.postMessage(news)
    this.#deliver(news)
  }

  /** @param {{ hello?: true, items?: Change[], cursor?: string, resync?: boolean, up?: boolean }} message */
  #heard(message) {
    if (message.hello && this.#cursor !== null) {
      this.#channel.postMessage({ cursor: this.#cursor, items: [] })
    }
    if (message.up !== undefined) this.#show(message.up)
    if (message.cursor) this.#cursor = message.cursor
    if (message.items) this.#deliver({ items: message.items, resync: message.resync ?? false })
  }

  /** @param {{ items: Change[], resync: boolean }} news */
  #deliver({ items, resync }) {
    for (const detail of items) this.dispatchEvent(new CustomEvent("change", { detail }))
    if (resync) this.dispatchEvent(new Event("resync"))
  }

  /** @param {boolean} up */
  #setUp(up) {
    if (up !== this.#up) this.#channel.postMessage({ up })
    this.#show(up)
  }

  /** @param {boolean} up */
  #show(up) {
    if (up === this.#up) return
    this.#up = up
    this.dispatchEvent(new Event("connection"))
  }
}

/**
 * Hear of every change of this person's generations.
 * @param {Live} live
 * @param {(change: Change) => void} heed
 * @param {AbortSignal} signal
 */
export function onChange(live, heed, signal) {
  live.addEventListener(
    "change",
    (event) => heed(/** @type {CustomEvent<Change>} */ (event).detail),
    { signal },
  )
}

/** @type {BroadcastChannel | undefined} */
let parting

/**
 * The channel on which the tabs of this browser say that the person has left. A document has one:
 * a second would hear the first, and whoever leaves would be sent away twice.
 * @param {string} base The path prefix the site is served below.
 */
export const farewell = (base) => (parting ??= new BroadcastChannel(`allucanget:signedout:${base}`))

/** @param {unknown} error */
const status = (error) => (error instanceof Error && "status" in error ? error.status : undefined)

/** Doubling, with a little chance in it so that a hundred browsers do not come back at once. */
const pause = (/** @type {number} */ failures) =>
  Math.min(LONGEST_PAUSE, 1000 * 2 ** (failures - 1)) * (0.75 + Math.random() / 2)

/**
 * Wait, but no longer than until there is a reason to hope: back online, or looked at again.
 * @param {number} milliseconds
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
export function rest(milliseconds, signal) {
  const woken = new AbortController()
  return new Promise((resolve) => {
    const wake = () => {
      woken.abort()
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(wake, milliseconds)
    const options = { signal: woken.signal }
    addEventListener("online", wake, options)
    document.addEventListener("visibilitychange", wake, options)
    signal.addEventListener("abort", wake, options)
  })
}
