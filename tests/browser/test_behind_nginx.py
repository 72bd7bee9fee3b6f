"""The whole way through nginx, at the root and below a path, see also `tests/web`."""

from collections.abc import Generator

import httpx
import pytest
from playwright.async_api import Browser, Page, Response, expect

from tests.browser.conftest import free_port, server, window
from tests.browser.journey import (
    find_both_again,
    make_a_film_of_it,
    make_an_image,
    register,
    sign_out,
    write_a_text,
)
from tests.nginx import NEEDED, PLACES, nginx

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser, NEEDED]


@pytest.fixture(scope="module", params=PLACES.values(), ids=list(PLACES))
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Generator[str]:
    """The address people type."""
    folder, below = tmp_path_factory.mktemp("site"), str(request.param)
    port, behind = free_port(), free_port()
    url = f"http://127.0.0.1:{port}{below}"
    settings = {"PUBLIC_URL": url, "ROOT_PATH": below}
    with server(folder, behind, **settings), nginx(folder / "nginx", port, behind, below):
        yield url


async def test_the_whole_journey_stays_where_it_is_served(browser: Browser, site: str) -> None:
    async with window(browser, site, phone=False, workers="allow") as page:
        strays = _strays(page, site)
        await register(page)
        await write_a_text(page)
        await make_an_image(page)
        await make_a_film_of_it(page)
        await find_both_again(page)
        await page.reload()
        await expect(page.locator("dialog video")).to_be_visible()
        await _can_be_installed(page, site)
        for place in ("jobs", "account", "admin", "admin/users"):
            await page.goto(place)
            await _leads_nowhere_else(page, site)
        await sign_out(page)
        await page.goto("api/docs")
        # One of the first: Swagger UI draws no more of a long list than can be seen.
        await expect(page.get_by_text("/v1/chat/completions", exact=True)).to_be_visible()
        assert strays == []


async def _can_be_installed(page: Page, site: str) -> None:
    """The manifest and the service worker speak of this place and no other."""
    manifest = await (await page.request.get("manifest.webmanifest")).json()
    assert (manifest["start_url"], manifest["scope"]) == (
        f"{_below(site)}/generate",
        f"{_below(site)}/",
    )
    scope = await page.evaluate("navigator.serviceWorker.ready.then(worker => worker.scope)")
    assert scope == f"{site}/"


async def _leads_nowhere_else(page: Page, site: str) -> None:
    await expect(page.get_by_role("main").get_by_role("heading").first).to_be_visible()
    links = await page.locator("a[href^='/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    assert links
    assert [each for each in links if not each.startswith(f"{_below(site)}/")] == []


def _strays(page: Page, site: str) -> list[str]:
    """What the page asks for outside of its place, from now on, and what is not there."""
    found: list[str] = []

    def look(answer: Response) -> None:
        if answer.url.startswith("http") and not answer.url.startswith(f"{site}/"):
            found.append(answer.url)
        if answer.status in (404, 502):
            found.append(f"{answer.status} {answer.url}")

    page.context.on("response", look)
    return found


def _below(site: str) -> str:
    return httpx.URL(site).path.rstrip("/")
