"""The usage page: what was spent, as pictures and as the same numbers in tables."""

import re
from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.browser.axe import faults
from tests.browser.conftest import NO_WORKER
from tests.browser.people import ask, sign_up

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def spender(browser: Browser, site: str) -> AsyncGenerator[BrowserContext]:
    """The administrator, who has had an image made."""
    context = await browser.new_context(
        base_url=site, reduced_motion="reduce", service_workers=NO_WORKER
    )
    broken: list[str] = []
    context.on("weberror", lambda error: broken.append(str(error.error)))
    await sign_up(context)
    await ask(context, "image", "A paper boat")
    page = await context.new_page()
    await page.goto("/library")
    await expect(page.get_by_role("link", name=re.compile("^Image: A paper boat"))).to_be_visible()
    await page.close()
    yield context
    await context.close()
    assert broken == []


async def opened(context: BrowserContext, address: str = "/usage") -> Page:
    page = await context.new_page()
    await page.goto(address)
    await expect(page.get_by_role("heading", name="Usage", level=1)).to_be_visible()
    return page


async def test_the_picture_has_the_same_numbers_as_a_table_beside_it(
    spender: BrowserContext,
) -> None:
    page = await opened(spender)
    usage = await (await page.request.get("/api/usage?days=30")).json()
    assert usage["spent_micros"] > 0
    spent = f"${usage['spent_micros'] / 1_000_000:.3f}".rstrip("0")
    await expect(page.locator(".chart canvas")).to_be_visible()
    await page.get_by_text("Day by day, as a table").click()
    figure = page.get_by_role("figure")
    await expect(figure.get_by_role("columnheader")).to_have_text(
        ["Day", "Text", "Image", "Video", "Spent"]
    )
    await expect(figure.get_by_role("row").last).to_contain_text(spent)
    kinds = page.get_by_role("region", name="By kind")
    await expect(kinds.get_by_role("row", name=re.compile("Image"))).to_contain_text(spent)
    models = page.get_by_role("region", name="By model")
    await expect(models.get_by_role("row").last).to_contain_text(usage["by_model"][0]["model"])
    assert await faults(page) == []


async def test_the_address_names_the_period_and_the_file_is_of_the_same(
    spender: BrowserContext,
) -> None:
    page = await opened(spender)
    await page.get_by_role("navigation", name="Period").get_by_role("link", name="90 days").click()
    await page.wait_for_url(re.compile(r"/usage\?days=90"))
    await expect(page.get_by_role("heading", name="The last 90 days")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("link", name="90 days")).to_have_attribute("aria-current", "page")
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Download as CSV").click()
    assert re.fullmatch(r"usage-[\d-]+\.csv", (await download.value).suggested_filename)


async def test_budgets_tell_what_is_left_and_administrators_hear_of_the_shared_key(
    spender: BrowserContext,
) -> None:
    page = await opened(spender)
    today = page.locator(".window").filter(has_text="Today")
    await expect(today).to_contain_text("of $5.00")
    await expect(today).to_contain_text(re.compile(r"left\$4\.\d\d"))
    await expect(today).to_contain_text("starts over in")
    await expect(page.locator(".shared-key")).to_contain_text("key that everybody shares")
