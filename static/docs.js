/** The interactive API document, for signed-in people and their scripts. */

const base = document.documentElement.dataset["base"] ?? ""

// Swagger UI is a classic script: it sets a global rather than exporting anything.
const { SwaggerUIBundle } = /** @type {any} */ (globalThis)

SwaggerUIBundle({
  url: `${base}/api/openapi.json`,
  dom_id: "#docs",
  deepLinking: true,
  persistAuthorization: false,
  validatorUrl: null,
})
