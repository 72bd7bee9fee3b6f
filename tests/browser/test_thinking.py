"""How long a reply was thought about: the time is the browser's, and the gateway waits for us."""

import asyncio
import re
from dataclasses import replace

import pytest
from playwright.async_api import Browser, expect

from app.demo import Fault
from app.demo.faults import Proceed
from app.demo.wire import Answer, Body
from tests.browser.conftest import window
from tests.browser.conversing import say, settled
from tests.browser.people import sign_in, sign_up
from tests.studio import Studio

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]

THINKER = "/generate/text?model=openai/gpt-5-nano"


def thinking_until(done: asyncio.Event) -> Fault:
    """The usual answer, but no word after the thoughts until it is done."""

    async def slowly(body: Body) -> Body:
        async for piece in body:
            if re.search(rb'"content":"[^"]', piece):
                await done.wait()
            yield piece

    async def act(proceed: Proceed) -> Answer:
        answer = await proceed()
        return replace(answer, body=slowly(answer.body))

    return Fault(act)


async def test_it_is_told_while_it_lasts_and_after_a_reload_to_whoever_saw_it(
    browser: Browser, studio: Studio
) -> None:
    done = asyncio.Event()
    studio.demo.script(path="/chat/completions", answer=thinking_until(done))
    async with window(browser, studio.url, phone=False) as page:
        email = await sign_up(page.context)
        await page.clock.install()
        await page.goto(THINKER)
        await expect(page.get_by_role("button", name="Model: ")).to_contain_text("GPT-5 Nano")
        await say(page, "Boats, please")
        thoughts = page.locator(".reasoning summary")
        await expect(thoughts).to_contain_text("Thinking…")
        await page.clock.fast_forward(60_000)
        await expect(thoughts).to_have_text(re.compile("Thinking… 1 min"))
        done.set()
        await settled(page, 1)
        await expect(thoughts).to_have_text(re.compile("Thought for 1 min"))
        told, address = await thoughts.inner_text(), page.url
        await page.reload()
        await expect(thoughts).to_have_text(told)
    async with window(browser, studio.url, phone=False) as elsewhere:
        await sign_in(elsewhere.context, email)
        await elsewhere.goto(address)
        await expect(elsewhere.locator(".reasoning summary")).to_have_text("Thoughts")
