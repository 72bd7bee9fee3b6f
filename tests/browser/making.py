"""What is done on the image and video pages in many tests: choose, ask, let time pass, look."""

import asyncio
import re

from playwright.async_api import BrowserContext, Locator, Page, expect

from tests.studio import Studio

GROK, VEO = "x-ai/grok-imagine-video", "google/veo-3.1-lite"
DRAWER, SEEDREAM = "openai/gpt-image-2", "bytedance-seed/seedream-4.5"
MAKING = 90  # seconds in which a busy machine has drawn a film


async def opened(context: BrowserContext, path: str) -> Page:
    page = await context.new_page()
    await page.goto(path)
    await expect(generate(page)).to_be_visible()
    return page


def generate(page: Page) -> Locator:
    return page.get_by_role("button", name=re.compile("^Generate"))


async def choose_model(page: Page, model: str) -> None:
    await page.get_by_role("button", name=re.compile("^Model:")).click()
    await page.get_by_role("combobox", name="Search models").fill(model)
    await page.keyboard.press("Enter")


async def pick(page: Page, option: str) -> None:
    await page.locator("label.segment").filter(has_text=re.compile(f"^{option}$")).click()


async def make(studio: Studio, page: Page, prompt: str) -> Locator:
    """Ask for it, let time pass until it has ended, and give its card."""
    await page.get_by_role("textbox", name=re.compile("^What should")).fill(prompt)
    await generate(page).click()
    card = card_of(page, prompt)
    await expect(card).to_be_visible()
    await pass_time_until_ended(studio, card)
    return card


def card_of(page: Page, prompt: str) -> Locator:
    return page.locator(".job").filter(has_text=prompt).first


async def pass_time_until_ended(studio: Studio, card: Locator) -> None:
    async with asyncio.timeout(MAKING):
        while await card.get_attribute("data-state") in ("queued", "running"):
            studio.turn(seconds=1)
            await card.page.wait_for_timeout(50)
