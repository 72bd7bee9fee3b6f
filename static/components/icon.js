/** Our line drawings, 24 by 24, and the buttons that carry them. */

/** @import { Attributes } from "../lib/types.d.ts" */

import { h } from "../lib/dom.js"

const PATHS = {
  alert: "M12 8v5m0 3.5v.01M12 3 2.5 19.5h19L12 3Z",
  arrowDown: "M12 5v14m-6-6 6 6 6-6",
  ban: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM5.6 5.6l12.8 12.8",
  bell: "M6 10a6 6 0 0 1 12 0c0 5 2 6.5 2 6.5H4S6 15 6 10Zm4 9.5a2 2 0 0 0 4 0",
  bolt: "M13 2 4.5 13.5H11L10 22l9-12h-6.5L13 2Z",
  camera:
    "M3.5 7.5h4l1.5-2.5h6l1.5 2.5h4v11.5h-17zM12 9.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7Z",
  check: "m4.5 12.5 5 5 10-11",
  chevronDown: "m6 9.5 6 6 6-6",
  chevronLeft: "m14.5 6-6 6 6 6",
  chevronRight: "m9.5 6 6 6-6 6",
  clip: "m20 11.5-8.2 8.2a5 5 0 0 1-7-7l8.9-9a3.4 3.4 0 0 1 4.8 4.8l-8.8 8.8a1.7 1.7 0 0 1-2.4-2.4l7.8-7.8",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4.5V12l3 2",
  close: "m5.5 5.5 13 13m0-13-13 13",
  columns: "M3.5 5h17v14h-17zM9.2 5v14m5.6-14v14",
  copy: "M8.5 8.5h11v11h-11zM15.5 5.5v-1h-11v11h1",
  dice: "M4 4h16v16H4zM8.5 8.5v.01m7-.01v.01m-3.5 3.49v.01m-3.5 3.49v.01m7-.01v.01",
  download: "M12 4v11m-5-5 5 5 5-5M4.5 20h15",
  edit: "m4 20 1-4.5L16 4.5l3.5 3.5-11 11L4 20Zm9.5-13 3.5 3.5",
  folder: "M3.5 6.5h6l2 2.5h9v10.5h-17z",
  folderOut: "M3.5 6.5h6l2 2.5h9v10.5h-17zM9 14.2h6.5",
  fit: "M4 9V4h5m6 0h5v5m0 6v5h-5m-6 0H4v-5",
  film: "M3.5 5.5h17v13h-17zM8 5.5v13m8-13v13M3.5 10H8m8 0h4.5M3.5 14H8m8 0h4.5",
  frameEnd: "M20 4v16M4 7.5h12v9H4z",
  frameStart: "M4 4v16M8 7.5h12v9H8z",
  globe:
    "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM3.2 12h17.6M12 3c-5 5-5 13 0 18c5-5 5-13 0-18Z",
  grid: "M4 4h6.5v6.5H4zm9.5 0H20v6.5h-6.5zM4 13.5h6.5V20H4zm9.5 0H20V20h-6.5z",
  heart: "M12 20S3.5 15 3.5 9.2A4.6 4.6 0 0 1 12 6.8a4.6 4.6 0 0 1 8.5 2.4C20.5 15 12 20 12 20Z",
  help:
    "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm-2.5 6.8c.1-1.5 1.2-2.3 2.6-2.3 1.5 0 2.6.9 2.6 2.2 0 2-2.7 2-2.7 4m0 2.8v.01",
  image:
    "M3.5 4.5h17v15h-17zM8.5 10.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Zm-5 6 5-4.5 4 3.5 3.5-3 4.5 4",
  info: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 8v5m0-8.5v.01",
  jobs: "M4 6h16M4 12h10M4 18h7m6-3 4 3-4 3v-6Z",
  keyboard: "M3 6.5h18v11H3zM7 10v.01m3.3-.01v.01m3.4-.01v.01M17 10v.01M8 14h8",
  menu: "M4 7h16M4 12h16M4 17h10",
  minus: "M5 12h14",
  more: "M6 12v.01M12 12v.01M18 12v.01",
  plus: "M12 5v14M5 12h14",
  pause: "M8 5v14m8-14v14",
  play: "M7 4.5v15l12-7.5-12-7.5Z",
  preset: "M6.5 3.5h11v17L12 16l-5.5 4.5v-17Z",
  price:
    "M12 3v18m4.5-14.5c-1-1.3-2.6-1.8-4.5-1.8-2.5 0-4.5 1.2-4.5 3.4 0 4.8 9.3 2.4 9.3 7.5 0 2.4-2.1 3.7-4.8 3.7-2.1 0-4-.7-5-2.3",
  queue: "M4 6h11M4 11h11M4 16h6m8-3v8m-4-4h8",
  rail: "M3.5 4.5h17v15h-17zM9 4.5v15",
  refresh: "M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.5 3.5v4h-4",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm5 11.5 5 5",
  send: "M12 20V5m-6.5 6L12 4.5l6.5 6.5",
  signOut: "M14 4.5H5v15h9m-4-7.5h10.5m-4-4 4 4-4 4",
  share: "M12 15V4m-4 3.5L12 3.5l4 4M7 11H5v9.5h14V11h-2",
  shield: "M12 3 4.5 6v5.5c0 4.6 3 7.8 7.5 9.5 4.5-1.7 7.5-4.9 7.5-9.5V6L12 3Z",
  sliders: "M4 7h9m5 0h2M4 17h3m5 0h8M15.5 4.8v4.4M9.5 14.8v4.4",
  restore: "M4.5 12a7.5 7.5 0 1 0 2.3-5.4M4.5 3.5v4h4",
  select: "M4 4h16v16H4zm4 8.5 3 3 5.5-6.5",
  sound: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4Zm11.5-1a5 5 0 0 1 0 7m2.5-9.5a8.5 8.5 0 0 1 0 12",
  stepBack: "M18 5v14l-9-7 9-7ZM6 5v14",
  stepForward: "M6 5v14l9-7-9-7Zm12 0v14",
  stop: "M6.5 6.5h11v11h-11z",
  swap: "M7 4 3.5 7.5 7 11M3.5 7.5H17M17 13l3.5 3.5L17 20m3.5-3.5H7",
  text: "M4 5.5h16v11h-9l-4.5 4v-4H4v-11ZM8 9.5h8M8 12.7h5",
  trash: "M4.5 6.5h15m-9-3h3m-7 3 1 14h9l1-14m-7 4v6m3-6v6",
  unknown:
    "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm-2.5 6.8c.1-1.5 1.2-2.3 2.6-2.3 1.5 0 2.6.9 2.6 2.2 0 2-2.7 2-2.7 4m0 2.8v.01",
  usage: "M4 20V4m0 16h16M8.5 16v-4m4 4V7m4 9v-6.5",
  user: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4.5 20.5c.8-4 3.8-5.5 7.5-5.5s6.7 1.5 7.5 5.5",
  zoom: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm5 11.5 5 5M10.5 7.5v6m-3-3h6",
}

/** @typedef {keyof typeof PATHS} IconName */

const SVG = "http://www.w3.org/2000/svg"

/**
 * Always beside a word or inside a named button, so always hidden from screen readers.
 * @param {IconName} name
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg")
  svg.setAttribute("viewBox", "0 0 24 24")
  svg.setAttribute("class", `icon icon-${name}`)
  svg.setAttribute("aria-hidden", "true")
  const path = document.createElementNS(SVG, "path")
  path.setAttribute("d", PATHS[name])
  svg.append(path)
  return svg
}

/**
 * A button that shows only an icon; its name is read out and shown on hover.
 * @param {IconName} name
 * @param {string} label
 * @param {() => unknown} onclick
 * @param {Attributes} [more]
 */
export const iconButton = (name, label, onclick, { class: kind = "", ...more } = {}) =>
  h(
    "button",
    {
      type: "button",
      class: `icon-button ${kind}`.trim(),
      "aria-label": label,
      title: label,
      onclick,
      ...more,
    },
    icon(name),
  )

/**
 * An ordinary button that says what it does.
 * @param {string} label
 * @param {() => unknown} onclick
 * @param {{ icon?: IconName, class?: string, label?: string }} [more] `label` says what it is about
 *   where there are several
 */
export const wordButton = (label, onclick, { icon: name, class: kind = "", label: named } = {}) =>
  h(
    "button",
    { type: "button", class: `button ${kind}`.trim(), onclick, "aria-label": named },
    name && icon(name),
    label,
  )
