"""What a new person does first, from the empty page to the film in the library."""

import re
from uuid import uuid4

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Workers
from tests.browser.conversing import say, send_button
from tests.browser.journey import register, whole_journey

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]
# Without `wait_for_function`: it uses eval, which our Content-Security-Policy forbids.
LAST_ARTICLE_GROWS = """before => new Promise(done => setInterval(() => {
    const length = [...document.querySelectorAll("article")].at(-1)?.innerText.length
    if (length > before + 40) done()
}, 50))"""


@pytest.fixture(scope="module")
def workers() -> Workers:
    """The whole app, as it is."""
    return "allow"


async def test_from_signing_up_to_a_film_in_the_library(page: Page) -> None:
    await whole_journey(page)


async def test_a_text_can_be_stopped(page: Page) -> None:
    await register(page)
    await page.goto("/generate/text")
    await say(page, "Write 500 words about boats")
    await expect(page.get_by_role("article").last).to_contain_text("boats", ignore_case=True)
    await page.get_by_role("button", name="Stop").click()
    await expect(page.get_by_text("Stopped by you")).to_be_visible()
    await expect(send_button(page)).to_contain_text("Send")


async def test_a_text_goes_on_growing_after_a_reload(page: Page) -> None:
    await register(page)
    await page.goto("/generate/text")
    await say(page, "Write 500 words about boats")
    await page.wait_for_url(re.compile("/generate/text/.+"))
    reply = page.get_by_role("article").last
    await expect(reply).to_contain_text("boats", ignore_case=True)
    await page.reload()
    await expect(reply).to_contain_text("boats", ignore_case=True)
    before = len(await reply.inner_text())
    await page.evaluate(LAST_ARTICLE_GROWS, before)


async def test_what_somebody_writes_never_becomes_markup(page: Page) -> None:
    await register(page)
    await page.goto("/generate/text")
    attack = (
        f"<img src=x onerror=\"document.title='{uuid4()}'\"><script>1</script> [a](javascript:1)"
    )
    title = await page.title()
    await say(page, attack)
    await expect(send_button(page)).to_contain_text("Send")
    assert await page.locator("main article script, main article img").count() == 0
    assert await page.locator("a[href^='javascript']").count() == 0
    assert title != "" and attack not in await page.title()
