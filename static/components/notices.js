/** Strips above the page: that this is a demo, that the connection is gone. */

/** @import { Live } from "../lib/live.js" */

import { h } from "../lib/dom.js"
import { texts } from "../texts/en.js"
import { icon } from "./icon.js"

export const demoNotice = () =>
  h(
    "p",
    { class: "notice notice-demo" },
    h("strong", {}, texts.demo.badge),
    h("span", {}, texts.demo.notice),
  )

/** @param {Live} live */
export function connectionNotice(live) {
  const words = h("span")
  const notice = h("p", { class: "notice notice-away", role: "status", hidden: true }, icon("alert"), words)
  const show = () => {
    notice.hidden = live.up && navigator.onLine
    words.textContent = navigator.onLine ? texts.connection.away : texts.connection.offline
  }
  live.addEventListener("connection", show)
  addEventListener("online", show)
  addEventListener("offline", show)
  return notice
}
