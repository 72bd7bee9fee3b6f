"""Searching the web before an answer: switched on beside the message, paid for with open eyes."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.axe import faults
from tests.browser.conversing import begin, field, is_touch, say, send_button, settled

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]

FREE = "/generate/text?model=liquid/lfm-2.5-2.6b:free"


async def switch_on(page: Page) -> None:
    """On a phone it is among the settings, as the thinking is."""
    if await is_touch(page):
        await page.get_by_role("button", name="Settings", exact=True).click()
        await page.get_by_role("switch", name="Search the web").check()
        await page.keyboard.press("Escape")
    else:
        await page.get_by_role("button", name="Search the web").click()


async def test_the_web_is_searched_once_the_price_is_seen(page: Page) -> None:
    await begin(page)
    await page.goto(FREE)
    await field(page).fill("What is new about tides?")
    await expect(send_button(page)).to_contain_text("free")
    await switch_on(page)
    await expect(page.get_by_role("button", name="Search the web", pressed=True)).to_be_visible()
    await expect(send_button(page)).to_contain_text("$0.02")
    assert await faults(page) == []
    await send_button(page).click()
    await settled(page, 1)
    pages = page.locator(".turn ol a")
    await expect(pages).to_have_count(5)
    for link in await pages.all():
        assert re.match(r"https://\w+\.example/", await link.get_attribute("href") or "")
        assert "noopener" in (await link.get_attribute("rel") or "")


async def test_it_stays_in_sight_while_it_is_on_and_is_off_with_one_press(page: Page) -> None:
    await begin(page)
    await switch_on(page)
    await page.reload()
    chip = page.get_by_role("button", name="Search the web")
    await expect(chip).to_have_attribute("aria-pressed", "true")
    await chip.click()
    await say(page, "Boats")
    await settled(page, 1)
    await expect(page.locator(".turn ol a")).to_have_count(0)
