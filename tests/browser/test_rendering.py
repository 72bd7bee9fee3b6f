"""How answers look on the page: the same however they come, coloured, set, and never markup."""

import json
import random

import pytest
from playwright.async_api import Browser, Page

from app.demo import prose
from tests.browser.conversing import LONG, begin, say, settled

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]

STREAM = """async ({ pieces, whole }) => {
    const base = document.querySelector("script[type=module]").src.replace(/app\\.js$/, "")
    const { MarkdownStream } = await import(`${base}components/markdown-stream.js`)
    const { loadMarkdown } = await import(`${base}components/markdown.js`)
    const { coloured, formula } = await import(`${base}lib/scribe.js`)
    await Promise.all([loadMarkdown(), coloured("a", "js"), formula("x", false)])
    const host = document.createElement("div")
    document.body.append(host)
    const stream = new MarkdownStream(host)
    if (whole) stream.set(pieces.join(""))
    else for (const piece of pieces) {
        stream.append(piece)
        await new Promise(requestAnimationFrame)
    }
    stream.finish()
    for (let still = 0, before = ""; still < 16; before = host.innerHTML) {
        await new Promise(done => setTimeout(done, 50))
        still = stream.isShown && host.innerHTML === before ? still + 1 : 0
    }
    for (const each of host.querySelectorAll(".code-more, figcaption")) each.remove()
    const html = host.innerHTML.replaceAll(/<p>|<\\/p>|\\s+/g, "")
    host.remove()
    return html
}"""


def pieces_of(text: str, dice: random.Random) -> list[str]:
    """The text in pieces of one to forty letters."""
    pieces: list[str] = []
    while text:
        length = dice.randint(1, 40)
        pieces.append(text[:length])
        text = text[length:]
    return pieces


LISTS = "\n".join(f"{at}. item {at}\n   - one *{at}*\n   - two" for at in range(1, 30))
ROWS = "| a | b |\n|---|--:|\n" + "\n".join(f"| {at} | `{at}` |" for at in range(40))
ODD = (
    "# Title\n\nText with **bold\nover lines** and [a link](https://example.org).\n\n"
    "```js\nconst a = `<b>`\n```\n\n> quote\n> more\n\n- loose\n\n- list\n\n---\n\n"
    "~~~\nno language\n~~~\n\n1) one\n2) two\n\n* other\n* marks\n\nHeading\n=======\n\nend $x^2$\n"
)


@pytest.mark.parametrize(
    "text",
    [LISTS, ROWS, ODD, f"{LISTS}\n\nafter\n\n{ROWS}\n\nafter\n\n{ODD}", prose.report("boats", 300)],
    ids=["list", "table", "odd", "mixed", "report"],
)
async def test_a_text_that_grows_ends_as_if_it_had_come_at_once(page: Page, text: str) -> None:
    await page.goto("/login")
    whole = await page.evaluate(STREAM, {"pieces": [text], "whole": True})
    assert len(whole) > 200
    for seed in range(2):
        pieces = pieces_of(text, random.Random(seed))
        assert await page.evaluate(STREAM, {"pieces": pieces, "whole": False}) == whole


async def test_what_is_written_restyles_its_own_block_and_not_the_page(
    browser: Browser, page: Page
) -> None:
    await begin(page, "Write 100 words about boats")
    await browser.start_tracing(page=page, categories=["devtools.timeline"])
    await say(page, LONG)
    await settled(page, 2)
    trace = json.loads(await browser.stop_tracing())["traceEvents"]

    restyled = [each for each in trace if each["name"] == "UpdateLayoutTree"]
    counts = [each["args"]["elementCount"] for each in restyled if each["args"]["elementCount"]]
    assert len(counts) > 20
    assert sum(each > 8 for each in counts) < 20, "only its beginning and its end"
