"""The page speaks the language of the browser, or the one chosen, and fetches no other."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.conftest import NO_WORKER

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]


@pytest.mark.parametrize(
    ("locale", "tag", "title"),
    [("de-AT", "de", "Konto anlegen"), ("en-GB", "en", "Create account"), ("fr", "en", "Create")],
)
async def test_the_page_speaks_the_language_of_the_browser(
    browser: Browser, site: str, locale: str, tag: str, title: str
) -> None:
    context = await browser.new_context(base_url=site, locale=locale, service_workers=NO_WORKER)
    page = await context.new_page()
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    await page.goto("/register")
    await expect(page.get_by_role("button", name=title)).to_be_visible()
    assert await page.locator("html").get_attribute("lang") == tag
    assert {url.rpartition("/")[2] for url in fetched if "/texts/" in url} >= {f"{tag}.js"}
    if tag == "en":
        assert not any(url.endswith("/texts/de.js") for url in fetched)
    await context.close()
