"""Keys: what they do, that they can be others or none, and the box that does everything."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.people import ask, sign_up

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]


async def _at_home(page: Page, path: str = "/usage") -> None:
    await sign_up(page.context)
    await page.goto(path)
    await expect(page.get_by_role("heading", level=1)).to_be_visible()


async def test_the_command_box_goes_to_pages_by_keyboard_alone(page: Page) -> None:
    await _at_home(page)
    await page.keyboard.press("Control+k")
    box = page.get_by_role("dialog", name="Search and commands")
    field = box.get_by_role("combobox", name="Search and commands")
    await expect(field).to_be_focused()
    await page.keyboard.type("lib")
    await expect(box.get_by_role("option", name="Library", exact=True)).to_have_attribute(
        "aria-selected", "true"
    )
    await page.keyboard.press("Enter")
    await page.wait_for_url(re.compile("/library$"))
    await expect(box).to_be_hidden()


async def test_the_command_box_finds_what_was_written_and_made(page: Page) -> None:
    await _at_home(page)
    await ask(page.context, "text", "Lanterns in the fog")
    await ask(page.context, "image", "Lanterns on the water")
    await page.goto("/library")
    await expect(page.get_by_role("link", name=re.compile("Lanterns on the water"))).to_be_visible()
    await page.keyboard.press("Control+k")
    box = page.get_by_role("dialog", name="Search and commands")
    await expect(page.get_by_role("combobox", name="Search and commands")).to_be_focused()
    await page.keyboard.type("lanterns")
    await expect(box.get_by_role("option", name="Lanterns on the water")).to_be_visible()
    await box.get_by_role("option", name="Lanterns in the fog").click()
    await page.wait_for_url(re.compile("/generate/text/"))
    await page.keyboard.press("Control+k")
    await expect(page.get_by_role("combobox", name="Search and commands")).to_be_focused()
    await page.keyboard.type("nothing of the kind")
    await page.keyboard.press("Enter")
    await page.wait_for_url(re.compile(r"/library\?q=nothing\+of\+the\+kind"))


async def test_escape_closes_the_box_and_gives_the_focus_back(page: Page) -> None:
    await _at_home(page, "/generate/text")
    message = page.get_by_label("Message", exact=True)
    await message.focus()
    await page.keyboard.press("Control+k")
    await expect(page.get_by_role("combobox", name="Search and commands")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(message).to_be_focused()


async def test_signs_typed_into_a_field_are_text(page: Page) -> None:
    await _at_home(page, "/generate/text")
    await page.keyboard.press("/")
    message = page.get_by_label("Message", exact=True)
    await expect(message).to_be_focused()
    await page.keyboard.type("/?k")
    await expect(message).to_have_value("/?k")
    await expect(page.get_by_role("dialog")).to_be_hidden()


async def test_keys_can_be_found_and_changed_and_stay_changed(page: Page) -> None:
    await _at_home(page)
    await page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keyboard shortcuts")
    await keys.get_by_role("searchbox").fill("search everything")
    await keys.get_by_role("button", name=re.compile("Change the keys for")).click()
    await page.keyboard.press("Control+b")
    await expect(keys.get_by_text("These keys already do")).to_be_visible()
    await page.keyboard.press("Control+Shift+y")
    await expect(keys.get_by_role("button", name=re.compile("Control.Shift.Y"))).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(keys).to_be_hidden()

    await page.reload()
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    box = page.get_by_role("dialog", name="Search and commands")
    await page.keyboard.press("Control+k")
    await expect(box).to_be_hidden()
    await page.keyboard.press("Control+Shift+y")
    await expect(box).to_be_visible()


async def test_one_switch_turns_all_keys_off(page: Page) -> None:
    await _at_home(page)
    await page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keyboard shortcuts")
    await keys.get_by_role("switch", name="Keyboard shortcuts").uncheck()
    await page.keyboard.press("Escape")
    await expect(keys).to_be_hidden()
    for pressed in ("?", "/", "Control+k"):
        await page.keyboard.press(pressed)
    await expect(page.get_by_role("dialog", name=re.compile("Keyboard|Search"))).to_be_hidden()
    await expect(page.get_by_role("heading", level=1)).to_be_visible()


async def test_going_back_closes_what_lies_over_the_page_first(page: Page) -> None:
    await _at_home(page)
    box = page.get_by_role("dialog", name="Search and commands")
    await page.keyboard.press("Control+k")
    await expect(box.get_by_role("combobox", name="Search and commands")).to_be_focused()
    await page.keyboard.type("jobs")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1, name="Jobs")).to_be_visible()
    await page.keyboard.press("Control+k")
    await expect(box).to_be_visible()
    await page.evaluate("history.back()")
    await expect(box).to_be_hidden()
    await expect(page).to_have_url(re.compile("/jobs$"))
    await page.evaluate("history.back()")
    await expect(page.get_by_role("heading", level=1, name="Usage")).to_be_visible()
