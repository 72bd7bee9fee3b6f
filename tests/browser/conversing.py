"""What is done on the text page in many tests: begin, say something, wait for the reply."""

from playwright.async_api import Locator, Page, expect

from tests.browser.people import sign_up

LONG = "Write 400 words about boats"


def field(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Message", exact=True)


def send_button(page: Page) -> Locator:
    """Named for what it does and what that costs; while a reply comes it is Stop."""
    return page.locator("button.send")


def sent(page: Page) -> Locator:
    """The bubbles of what was sent, in the branch in view."""
    return page.locator(".bubble-text")


async def begin(page: Page, message: str | None = None) -> None:
    """Somebody new on the text page, with this said and answered."""
    await sign_up(page.context)
    await page.goto("/generate/text")
    if message is not None:
        await say(page, message)
        await settled(page, 1)


async def say(page: Page, message: str) -> None:
    await field(page).fill(message)
    await send_button(page).click()


async def is_touch(page: Page) -> bool:
    """Whether this is a device without a mouse, with a keyboard on its glass."""
    return bool(await page.evaluate("matchMedia('(hover: none) and (pointer: coarse)').matches"))


async def settled(page: Page, turns: int) -> None:
    """The conversation has this many turns, and all have ended well."""
    await expect(page.locator(".turn[data-state=succeeded]")).to_have_count(turns, timeout=60_000)
