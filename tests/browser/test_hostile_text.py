"""Whatever a model writes, or a person: on the page it is text, and nothing in it acts."""

import random

import pytest
from playwright.async_api import Browser

from tests.browser.conftest import window
from tests.fuzz.effort import EXAMPLES

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]

MARKDOWN = """
    const base = document.querySelector("script[type=module]").src.replace(/app\\.js$/, "")
    const { loadMarkdown } = await import(`${base}components/markdown.js`)
    const markdown = await loadMarkdown()
"""
FOUND = (
    f"async texts => {{{MARKDOWN}"
    + """
    const { formula } = await import(`${base}lib/scribe.js`)
    const hosts = texts.map(text => {
        const host = document.createElement("div")
        document.body.append(host)
        host.append(markdown.draw(markdown.blocks(text)))
        return host
    })
    await formula("last", false)
    await new Promise(requestAnimationFrame)
    const acts = "script iframe frame object embed form base meta link style img video audio source"
    const harmful = host => [...host.querySelectorAll("*")].some(element =>
        acts.split(" ").includes(element.localName) ||
        [...element.attributes].some(({ name, value }) =>
            /^on|^(src|srcset|style|.*action|background|ping|xlink:href|id|name)$/i.test(name) ||
            (name === "href" && !/^(https?:|mailto:|#)/i.test(value))))
    const bad = hosts.flatMap((host, seed) => harmful(host) ? [`${seed}: ${host.innerHTML}`] : [])
    const drawn = hosts.filter(host => host.textContent.trim()).length
    for (const host of hosts) host.remove()
    return { bad, drawn, hit: "hit" in window }
}"""
)

URLS = (
    "javascript:hit=1",
    "JaVaScRiPt:hit=1",
    "java\tscript:hit=1",
    "&#106;avascript:hit=1",
    "&#x6A;avascript&colon;hit=1",
    " javascript:hit=1",
    "\x01javascript:hit=1",
    "vbscript:hit",
    "data:text/html,<script>hit=1</script>",
    "//evil.example/x",
    "https://evil.example/x.png",
    "blob:x",
)
PIECES = (
    *(f"[a]({url})" for url in URLS),
    *(f"![a]({url})" for url in URLS),
    *(f"<{url}>" for url in URLS),
    *(f"\n[a]: {url}\n\n[a]\n" for url in URLS),
    *(f'<a href="{url}">b</a>' for url in URLS),
    *(f"$\\href{{{url}}}{{x}}$" for url in URLS[:3]),
    '<img src=x onerror="hit=1">',
    "<svg onload=hit=1><script>hit=1</script></svg>",
    "<script>hit=1</script>",
    "<details open ontoggle=hit=1><summary>s</summary>",
    "<details/open/ontoggle=hit=1>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src onerror=hit=1>'>",
    "<noscript><p title='</noscript><img src onerror=hit=1>'>",
    "<iframe srcdoc='<script>parent.hit=1</script>'>",
    "<form id=x><input name=attributes>",
    "<b style='background:url(https://evil.example)'>",
    '![a](https://evil.example "x\\" onerror=\\"hit=1")',
    '```js" onload=hit=1\n</code><script>hit=1</script>\n```',
    "`</code><img src onerror=hit=1>`",
    "$\\style{background:url(//evil.example)}{x}$",
    "$\\includegraphics{https://evil.example/x.png}$",
    '$$\\class{a" onclick="hit=1}{x}$$',
    "$</math><img src=x onerror=hit=1>$",
    "| a | <img src onerror=hit=1> |\n|---|---|\n| [x](javascript:hit=1) | b |\n",
    *("**", "_", "~~", "`", "\n\n", "\n> ", "\n- ", "\n1. ", "\n# ", "<", ">", '"', "'", "&", "\\"),
    *(
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "</p>",
        "<br>",
        "<sub>",
        "<details>",
        "\n```\n",
        "$",
        "$$",
    ),
)


def text_of(seed: int) -> str:
    dice = random.Random(seed)
    return "".join(dice.choices(PIECES, k=dice.randint(1, 12)))


async def test_nothing_in_a_text_acts_loads_or_leads_astray(browser: Browser, site: str) -> None:
    texts = [*PIECES, *(text_of(seed) for seed in range(EXAMPLES or 400))]
    async with window(browser, site, phone=False) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        await page.goto("login")
        found = await page.evaluate(FOUND, texts)
    assert found["bad"] == []
    assert found["hit"] is False
    assert found["drawn"] > len(texts) * 0.9
    assert [url for url in asked if not url.startswith((site, "blob:", "data:"))] == []


END = (
    f"async text => {{{MARKDOWN}"
    + """
    return markdown.draw(markdown.blocks(text)).textContent.trim().slice(-3)
}"""
)


@pytest.mark.parametrize("mark", ["> ", "1. ", "- "])
async def test_a_text_nested_deeper_than_can_be_drawn_is_shown_as_it_is(
    browser: Browser, site: str, mark: str
) -> None:
    async with window(browser, site, phone=False) as page:
        await page.goto("login")
        assert await page.evaluate(END, mark * 9_000 + "end") == "end"
