"""What a person gets used to on the text page, and finds again."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.conversing import begin, field, say, send_button, sent, settled

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]


async def test_whoever_wants_lines_from_enter_sends_with_another_key(page: Page) -> None:
    await begin(page)
    await page.goto("/account")
    await page.locator("summary").filter(has_text="Keyboard shortcuts").click()
    await page.get_by_role("switch", name="Enter sends the message").uncheck()
    await page.goto("/generate/text")
    await expect(page.get_by_role("button", name="Model: ")).not_to_contain_text("Loading")
    await field(page).press_sequentially("One\nTwo")
    await expect(field(page)).to_have_value("One\nTwo")
    left = re.compile(r"Budget left: \$\d.* today")
    await expect(send_button(page)).to_have_accessible_description(left)
    await expect(send_button(page)).to_have_attribute("title", left)
    await field(page).press("Control+Enter")
    await expect(sent(page)).to_have_text(["One\nTwo"])
    await settled(page, 1)


async def test_the_focus_and_the_settings_stay_where_they_were(page: Page) -> None:
    await begin(page)
    await say(page, "Boats, please")
    if await page.evaluate("matchMedia('(hover: none)').matches"):
        return  # there the keyboard would cover the reply
    await expect(field(page)).to_be_focused()
    await settled(page, 1)
    await page.get_by_role("button", name="Settings", exact=True).click()
    settings = page.get_by_role("dialog", name="Settings")
    await expect(settings).to_be_visible()
    await page.reload()
    await expect(settings).to_be_visible()
    await settings.get_by_role("button", name="Close").click()
    await expect(settings).to_be_hidden()
    await page.reload()
    await expect(send_button(page)).to_be_visible()
    await expect(settings).to_be_hidden()


async def test_a_finger_draws_the_drawer_in_from_the_edge_and_back(page: Page) -> None:
    await begin(page)
    if not await page.evaluate("matchMedia('(hover: none)').matches"):
        return  # there the rail stands beside the page
    await expect(page.get_by_role("button", name="News").locator("visible=true")).to_be_visible()
    await page.locator("h1").tap()
    await expect(page.locator(".stage")).to_have_css("touch-action", "pan-y pinch-zoom")
    drawer = page.locator("dialog.drawer")
    await swipe(page, (180, 400), (330, 400))
    await swipe(page, (20, 300), (60, 600))
    await expect(drawer).to_be_hidden()
    await swipe(page, (20, 400), (160, 410))
    await expect(drawer).to_be_visible()
    await swipe(page, (240, 400), (90, 395))
    await expect(drawer).to_be_hidden()


async def swipe(page: Page, begin: tuple[int, int], end: tuple[int, int]) -> None:
    """A real finger, as far as the browser can tell."""
    finger = await page.context.new_cdp_session(page)
    for step in range(6):
        x, y = (a + (b - a) * step / 5 for a, b in zip(begin, end, strict=True))
        kind = "touchMove" if step else "touchStart"
        touch = {"type": kind, "touchPoints": [{"x": x, "y": y}]}
        await finger.send("Input.dispatchTouchEvent", touch)
    await finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    await finger.detach()
