"""The signs that offer something while one writes a message."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.axe import faults
from tests.browser.conversing import begin, field, is_touch, send_button, sent, settled
from tests.browser.people import ask

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]


def offered(page: Page) -> Locator:
    return page.get_by_role("listbox").get_by_role("option")


async def test_a_model_is_named_while_writing(page: Page) -> None:
    await begin(page)
    await field(page).press_sequentially("Tell me @haiku")
    await expect(offered(page).first).to_contain_text("Haiku")
    assert await faults(page) == []
    await page.keyboard.press("Enter")  # takes, and does not send
    await expect(field(page)).to_have_value("Tell me")
    await expect(page.get_by_role("button", name=re.compile("^Model: .*Haiku"))).to_be_visible()
    await expect(offered(page)).to_have_count(0)
    await send_button(page).click()
    await expect(sent(page)).to_have_text(["Tell me"])
    await settled(page, 1)


async def test_what_is_only_text_is_sent_as_it_stands(page: Page) -> None:
    await begin(page)
    await field(page).press_sequentially("@cla")
    await expect(offered(page).first).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(offered(page)).to_have_count(0)
    await expect(field(page)).to_have_value("@cla")
    await field(page).press_sequentially(" and # Title, /usr/bin")
    await expect(offered(page)).to_have_count(0)
    await send_button(page).click()
    await expect(sent(page)).to_have_text(["@cla and # Title, /usr/bin"])


async def test_a_picture_of_the_library_comes_with_the_message(page: Page) -> None:
    await begin(page)
    await ask(page.context, "image", "A paper boat")
    await expect(page.get_by_role("button", name="News: 1 finished")).to_be_visible()
    await field(page).press_sequentially("What is this? #boat")
    await expect(offered(page)).to_have_text(["A paper boat"])
    await offered(page).click()
    await expect(field(page)).to_have_value("What is this?")
    await expect(field(page)).to_be_focused()
    await expect(page.locator(".tray-item img")).to_be_visible()


async def test_a_slash_tells_what_can_be_done(page: Page) -> None:
    await begin(page, "Boats, please")
    await field(page).press_sequentially("/")
    await expect(offered(page)).to_have_count(8 + await is_touch(page))
    await field(page).press_sequentially("new")
    await expect(offered(page)).to_have_text(["New text"])
    await page.keyboard.press("Tab")
    await expect(page).to_have_url("/generate/text")
