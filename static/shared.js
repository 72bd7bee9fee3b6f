/** Draws a shared text as Markdown, with what draws it everywhere else. All there is to this page. */

import { loadMarkdown } from "./components/markdown.js"

const place = document.querySelector("#text")
const text = place?.textContent.replaceAll("\r", "") ?? ""
const markdown = await loadMarkdown()
place?.replaceChildren(markdown.draw(markdown.blocks(text)))
place?.removeAttribute("data-plain")
