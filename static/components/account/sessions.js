/** Where one is signed in, and the way out of each. */

/** @import { Context, Page, Session } from "../../lib/types.d.ts" */

import { texts } from "../../lib/account/texts.js"
import { fill, h } from "../../lib/dom.js"
import { dateTime, relative } from "../../lib/format.js"
import { confirm } from "../dialog.js"
import { wordButton } from "../icon.js"
import { toast } from "../news.js"
import { requestProblem, sentence } from "../problem-block.js"

const words = texts.account

/** @param {Context} context */
export function sessionList({ api, signal }) {
  const list = h("ul", { class: "rows" })
  const others = wordButton(words.endOthers, () => endOthers(), {
    icon: "signOut",
    class: "account-others",
  })
  const note = h("div")
  /** @type {Session[]} */
  let sessions = []

  async function load() {
    /** @type {Page<Session>} */
    const { items } = await api.get("/api/auth/sessions", { signal })
    sessions = items
    fill(
      list,
      items.map((session) => row(session, () => end([session]))),
    )
    others.hidden = items.length < 2
    fill(note)
  }

  async function endOthers() {
    const rest = sessions.filter(({ current }) => !current)
    const yes = await confirm({
      title: words.endOthersTitle,
      text: words.endOthersHint(rest.length),
      yes: words.endOthers,
    })
    if (yes) await end(rest)
  }

  /** @param {Session[]} ending */
  async function end(ending) {
    try {
      for (const { id } of ending) await api.delete(`/api/auth/sessions/${id}`)
      toast(ending.length > 1 ? words.othersEnded : words.sessionEnded)
    } catch (error) {
      toast(sentence(error))
    }
    await load().catch(() => {})
  }
  const tell = (/** @type {unknown} */ error) => fill(note, requestProblem(error))
  load().catch((error) => signal.aborted || tell(error))
  return h("div", { class: "form" }, list, note, others)
}

/**
 * @param {Session} session
 * @param {() => void} end
 */
function row({ user_agent, address, created_at, last_seen_at, current }, end) {
  const name = deviceOf(user_agent)
  const button = wordButton(words.endSession, end)
  button.setAttribute("aria-label", words.endSessionOf(name))
  return h(
    "li",
    { class: "row" },
    h(
      "div",
      { class: "row-words" },
      h(
        "p",
        { class: "row-title" },
        name,
        current && h("span", { class: "badge" }, words.thisSession),
      ),
      h(
        "p",
        { class: "row-facts" },
        h("span", {}, address),
        h("time", { datetime: created_at }, words.since(dateTime(created_at))),
        h("time", { datetime: last_seen_at }, words.lastSeen(relative(last_seen_at))),
      ),
    ),
    !current && button,
  )
}

/**
 * "Firefox on Windows": enough to know one's own devices by.
 * @param {string} agent
 */
export function deviceOf(agent) {
  const browser = /Firefox|Edg|OPR|Chrome|Safari|curl|python/.exec(agent)?.[0]
  const system = /Windows|Android|iPhone|iPad|Mac OS|Linux/.exec(agent)?.[0]
  if (!browser) return agent.slice(0, 40) || words.unknownDevice
  const name = { Edg: "Edge", OPR: "Opera" }[browser] ?? browser
  return system ? words.device(name, system) : name
}
