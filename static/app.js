/** Addresses to pages, and the start of it all. */

/** @import { Context, Site, User } from "./lib/types.d.ts" */

import { startSession } from "./components/session.js"
import { Api } from "./lib/api.js"
import { Problem } from "./lib/problem.js"

/** @typedef {(context: Context) => HTMLElement | Promise<HTMLElement>} PageFunction */

/** Pages for everybody. @type {[string, () => Promise<{ page: PageFunction }>][]} */
const outside = [
  ["/login", () => import("./pages/login.js")],
  ["/register", () => import("./pages/register.js")],
]

/** Pages for people who are signed in. @type {[string, () => Promise<{ page: PageFunction }>][]} */
const inside = [
  ["/generate/text/:thread?", () => import("./pages/text.js")],
  ["/generate/image", () => import("./pages/image.js")],
  ["/generate/video", () => import("./pages/video.js")],
  ["/library/:item?", () => import("./pages/library.js")],
  ["/jobs", () => import("./pages/jobs.js")],
  ["/usage", () => import("./pages/usage.js")],
  ["/account", () => import("./pages/account.js")],
]

/** Addresses that only lead on. @type {[string, string][]} */
const onward = [
  ["/", "/generate/text"],
  ["/generate", "/generate/text"],
]

const api = new Api(document.documentElement.dataset["base"] ?? "")

/** @returns {Promise<User | null>} */
const whoIsAsking = () =>
  api.get("/api/auth/me").catch((error) => {
    if (error instanceof Problem && error.status === 401) return null
    throw error
  })

try {
  /** @type {[Site, User | null]} */
  const [site, user] = await Promise.all([api.get("/api/site"), whoIsAsking()])
  startSession({ api, site, user, outside, inside, onward })
} catch (error) {
  const { unreachable } = await import("./pages/broken.js")
  document.getElementById("app")?.replaceChildren(unreachable(error))
}
