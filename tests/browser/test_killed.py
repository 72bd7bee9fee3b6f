"""The server is killed under somebody's hands, and comes back: nothing is lost, all is told."""

import re
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import free_port, server, window
from tests.browser.people import ask, sign_up

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]

FILM_PATIENCE = 60_000  # milliseconds


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def port() -> int:
    return free_port()


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, port: int) -> AsyncGenerator[Page]:
    async with window(browser, f"http://127.0.0.1:{port}", phone=False) as opened:
        yield opened


async def test_a_text_cut_by_a_crash_offers_to_go_on_and_a_film_is_there(
    page: Page, port: int, tmp_path: Path
) -> None:
    with server(tmp_path, port) as killed:
        await sign_up(page.context)
        await page.goto("/generate/text")
        await ask(page.context, "video", "A slow tide")
        await page.get_by_label("Message", exact=True).fill("Write 2000 words about boats")
        await page.keyboard.press("Enter")
        reply = page.get_by_role("article").last
        await expect(reply).to_contain_text("boats", ignore_case=True)
        killed.kill()
        killed.wait()
        await expect(page.get_by_text("The server does not answer")).to_be_visible()
        seen = await reply.locator(".prose").inner_text()

    with server(tmp_path, port):
        await page.reload()
        await expect(reply).to_contain_text("The server was restarted while this was being written")
        await expect(reply.get_by_role("button", name="Regenerate", exact=True)).to_be_visible()
        kept = await reply.locator(".prose").inner_text()
        assert kept != "" and seen.startswith(kept)
        await reply.get_by_role("button", name="Continue", exact=True).click()
        await expect(page.get_by_role("button", name="Stop")).to_be_visible()
        await expect(page.get_by_text("The server was restarted")).to_have_count(1)
        await page.goto("/library")
        film = page.get_by_role("link", name=re.compile("^Video: A slow tide"))
        await expect(film).to_be_visible(timeout=FILM_PATIENCE)


async def test_a_film_begun_before_the_crash_still_says_what_hiding_it_means(
    page: Page, port: int, tmp_path: Path
) -> None:
    with server(tmp_path, port) as killed:
        await sign_up(page.context)
        await ask(page.context, "video", "A slow tide")
        await page.goto("/generate/video")
        card = page.locator(".job").first
        await expect(card).to_contain_text("Being made")
        killed.kill()
        killed.wait()

    with server(tmp_path, port):
        await page.reload()
        await expect(card).to_contain_text(re.compile("Being made|Saving"))
        await card.get_by_role("button", name=re.compile("^Cancel")).click()
        question = page.get_by_role("dialog")
        await expect(question).to_contain_text("OpenRouter cannot stop this film")
        await expect(question).to_contain_text(re.compile(r"It may still cost .*\$"))
        await expect(question).to_contain_text("if it arrives, it is in your library")
        await question.get_by_role("button", name="Hide it").click()
        await expect(page.locator(".job[data-state=cancelled]")).to_be_visible()
