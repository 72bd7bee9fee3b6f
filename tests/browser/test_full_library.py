"""A library of fifty thousand: any place is one jump away, and only what is near exists."""

import asyncio
import re
from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from bench.full_library import MANY
from tests.browser.conftest import serving, window
from tests.browser.full_library import EMAIL, furnish
from tests.browser.people import sign_in

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]

SCREENS_AWAY = """() => [...document.querySelectorAll(".grid-row")].map(row => {
    const { top, bottom } = row.getBoundingClientRect()
    return Math.max(-bottom, top - innerHeight) / innerHeight
})"""
NODES = "() => document.querySelectorAll('.grid *').length"
IN_VIEW = """() => {
    const { top, bottom } = document.activeElement.getBoundingClientRect()
    return top >= 0 && bottom <= innerHeight
}"""
FIRST_IN_VIEW = """() => [...document.querySelectorAll(".tile")]
    .find(tile => tile.getBoundingClientRect().top >= 0)?.dataset.id"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def full_site(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[str]:
    folder = tmp_path_factory.mktemp("full")
    await furnish(folder / "data")
    with serving(folder) as url:
        yield url


@pytest_asyncio.fixture(loop_scope="module", params=["desktop", "phone"])
async def page(
    request: pytest.FixtureRequest, browser: Browser, full_site: str
) -> AsyncGenerator[Page]:
    async with window(browser, full_site, phone=request.param == "phone") as opened:
        await sign_in(opened.context, EMAIL)
        await opened.goto("/library")
        await expect(_tile(opened, 0)).to_be_visible()
        yield opened


def _tile(page: Page, number: int) -> Locator:
    return page.get_by_role("link", name=f"Image: Number {number}", exact=True)


async def _scroll(page: Page, share: float) -> None:
    await page.evaluate("share => scrollTo(0, document.body.scrollHeight * share)", share)


async def _drawn_here(page: Page) -> None:
    """What went is taken away with the next frame, and what is here is drawn."""
    async with asyncio.timeout(60):
        while max(await page.evaluate(SCREENS_AWAY)) > 2:
            await page.wait_for_timeout(50)
    await expect(page.locator(".tile[data-loaded]").first).to_be_visible()


async def test_the_ends_are_one_key_away_and_only_what_is_near_exists(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await expect(page.get_by_text("50,000 items").first).to_be_visible()
    await _tile(page, 0).focus()
    await page.keyboard.press("End")
    await expect(_tile(page, MANY - 1)).to_be_focused()
    assert await page.evaluate(IN_VIEW)
    await _scroll(page, 0.5)
    await expect(page.locator(".tile[data-loaded]").first).to_be_visible()
    await _tile(page, MANY - 1).focus()
    await page.keyboard.press("Home")
    await expect(_tile(page, 0)).to_be_focused()
    assert len([each for each in asked if "/api/library/" in each]) < 20
    # The tile with the focus may be anywhere; all others are near.
    assert sorted(await page.evaluate(SCREENS_AWAY))[-2] <= 2
    assert await page.evaluate(NODES) < 2000


async def test_scrolling_draws_what_comes_and_takes_away_what_went(page: Page) -> None:
    for share in (0.1, 0.37, 0.8, 0.999):
        await _scroll(page, share)
        await _drawn_here(page)
        assert await page.evaluate(NODES) < 2000
        assert await page.evaluate(FIRST_IN_VIEW)


async def test_the_place_is_found_again(page: Page) -> None:
    await _scroll(page, 0.42)
    await _drawn_here(page)
    place = await page.evaluate(FIRST_IN_VIEW)
    tile = page.locator(f'.tile[data-id="{place}"]')
    # A click may scroll what lies beneath the filters; looking and coming back may not.
    await tile.click(trial=True)
    scrolled = await page.evaluate("scrollY")
    await tile.click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.wait_for_url(re.compile(place))
    await page.go_back()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert await page.evaluate("scrollY") == scrolled
    await page.evaluate("() => document.querySelector('a[href$=\"/jobs\"]').click()")
    await page.wait_for_url(re.compile("/jobs"))
    await page.go_back()
    await expect(page.locator(f'.tile[data-id="{place}"]')).to_be_in_viewport()
    await page.reload()
    await expect(page.locator(f'.tile[data-id="{place}"]')).to_be_in_viewport()


async def test_any_month_is_one_choice_away(page: Page) -> None:
    months = page.get_by_label("Go to a month")
    last = (await months.locator("option").all_inner_texts())[-1]
    await months.select_option(label=last)
    # The heading over the first picture of that month, the last day that there is one of.
    month, year = last.split()
    heading = page.get_by_role("heading", name=re.compile(f"{month}.* {year}")).first
    await expect(heading).to_be_in_viewport()
    await expect(page.locator(".tile[data-loaded]:focus")).to_be_in_viewport()


async def test_a_search_narrows_and_stays_in_the_address(page: Page) -> None:
    await page.get_by_role("searchbox", name="Search what you asked for").fill("number 4242")
    await expect(page.get_by_text("11 items").first).to_be_visible()
    await page.wait_for_url(re.compile("q=number"))
    await page.reload()
    await expect(page.get_by_text("11 items").first).to_be_visible()
    await expect(_tile(page, 4242)).to_be_visible()
    await page.get_by_role("searchbox", name="Search what you asked for").fill("no such thing")
    await page.get_by_role("button", name="Clear filters").click()
    await expect(page.get_by_text("50,000 items").first).to_be_visible()


async def test_everything_is_chosen_with_one_key(page: Page) -> None:
    await _tile(page, 0).focus()
    await page.keyboard.press("Control+a")
    await expect(page.get_by_text("50,000 selected")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_text("50,000 selected")).to_be_hidden()
