"""The administrators' pages: who sees them, and what a day's work there does."""

from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import window
from tests.browser.people import sign_up

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def admin(browser: Browser, site: str) -> AsyncGenerator[Page]:
    """The first of the house, on the overview."""
    async with window(browser, site, phone=False) as page:
        await sign_up(page.context, "Ada")
        await page.goto("/generate/text")
        await page.get_by_role("link", name="Administration").click()
        await expect(page.get_by_role("heading", level=1, name="Overview")).to_be_visible()
        yield page


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def member(browser: Browser, site: str, admin: Page) -> AsyncGenerator[BrowserContext]:
    """Somebody who came later. `admin` is asked for because they came first."""
    context = await browser.new_context(base_url=site)
    await sign_up(context, "Grace Hopper")
    yield context
    await context.close()


async def test_to_others_the_pages_do_not_exist(member: BrowserContext) -> None:
    page = await member.new_page()
    await page.goto("/admin/users")
    await expect(page.get_by_role("heading", level=1)).to_have_text(
        "There is nothing at this address"
    )
    await expect(page.get_by_role("link", name="Jobs")).to_be_visible()
    await expect(page.get_by_role("link", name="Administration")).to_have_count(0)
    await page.close()


async def test_the_overview_says_that_all_is_well(admin: Page) -> None:
    await expect(admin.get_by_text("Nothing needs you")).to_be_visible()
