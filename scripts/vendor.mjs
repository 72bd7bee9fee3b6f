/**
 * Copy the few browser libraries out of node_modules into static/vendor/, which git ignores.
 *
 * Runs in the set-up, after `npm ci`. Pages import only from static/vendor/, never from another
 * host, so the app also works where there is no way out.
 */
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises"

const root = new URL("../", import.meta.url)
const modules = new URL("node_modules/", root)
const vendor = new URL("static/vendor/", root)

const FONTS = {
  "inter.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  "orbitron.woff2": "@fontsource-variable/orbitron/files/orbitron-latin-wght-normal.woff2",
  "jetbrains-mono.woff2":
    "@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2",
}

/** A library's own text without the pointer to a source map that is not served. */
async function source(path) {
  const text = await readFile(new URL(path, modules), "utf8")
  return text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n")
}

await rm(vendor, { recursive: true, force: true })
await mkdir(vendor, { recursive: true })

for (const [name, path] of Object.entries(FONTS)) {
  await copyFile(new URL(path, modules), new URL(name, vendor))
}

for (const name of ["swagger-ui.css", "swagger-ui-bundle.js"]) {
  await writeFile(new URL(name, vendor), await source(`swagger-ui-dist/${name}`))
}

await writeFile(new URL("marked.js", vendor), await source("marked/lib/marked.esm.js"))
await copyFile(new URL("marked/lib/marked.d.ts", modules), new URL("marked.d.ts", vendor))

// The minified build is a classic script that sets a global; as a module it needs one line more.
const purify = await source("dompurify/dist/purify.min.js")
await writeFile(new URL("dompurify.js", vendor), `${purify}export default globalThis.DOMPurify\n`)
await copyFile(
  new URL("dompurify/dist/purify.es.d.mts", modules),
  new URL("dompurify.d.ts", vendor),
)

await copyFile(
  new URL("@highlightjs/cdn-assets/es/highlight.min.js", modules),
  new URL("highlight.js", vendor),
)
await writeFile(
  new URL("highlight.d.ts", vendor),
  `declare const highlighter: {
  getLanguage(name: string): object | undefined
  highlight(code: string, how: { language: string; ignoreIllegals: boolean }): { value: string }
}
export default highlighter
`,
)

const temml = await source("temml/dist/temml.min.js")
await writeFile(new URL("temml.js", vendor), `${temml}\nexport default temml\n`)
await copyFile(new URL("temml/dist/temml.d.ts", modules), new URL("temml.d.ts", vendor))

// The same for the charts, whose own module is three times the size.
const charts = await source("uplot/dist/uPlot.iife.min.js")
await writeFile(new URL("uplot.js", vendor), `${charts}export default uPlot\n`)
await copyFile(new URL("uplot/dist/uPlot.d.ts", modules), new URL("uplot.d.ts", vendor))
