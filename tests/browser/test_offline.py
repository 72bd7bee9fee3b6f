"""Without a network the app opens, shows what was there, and keeps nothing of whoever has left."""

import re

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.browser.conftest import Workers
from tests.browser.people import ask, sign_in, sign_up

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]

INSTALLED = """() => new Promise(done => setInterval(async () => {
    if (!navigator.serviceWorker.controller) return
    const words = new RegExp(`/texts/${document.documentElement.lang}.js$`)
    for (const name of await caches.keys()) {
        const kept = await (await caches.open(name)).keys()
        if (kept.some(({ url }) => words.test(url))) done()
    }
}, 100))"""
KEPT = """async () => {
    const kept = await Promise.all((await caches.keys()).map(async name =>
        (await (await caches.open(name)).keys()).map(({ url }) => url)))
    return kept.flat()
}"""


@pytest.fixture(scope="module")
def workers() -> Workers:
    """The whole app, as it is."""
    return "allow"


async def test_the_app_opens_offline_with_drafts_and_thumbnails(page: Page) -> None:
    await sign_up(page.context)
    await ask(page.context, "image", "A paper boat")
    await page.goto("/library")
    boat = page.get_by_role("link", name=re.compile("Image: A paper boat"))
    await expect(boat).to_be_visible()
    await page.evaluate(INSTALLED)
    await page.reload()  # now the worker sees what is asked for
    await expect(boat.locator("img")).to_be_visible()
    await page.goto("/generate/text")
    await page.get_by_label("Message", exact=True).fill("A thought to keep")

    await page.context.set_offline(True)
    await page.reload()
    await expect(page.get_by_label("Message", exact=True)).to_have_value("A thought to keep")
    await expect(page.get_by_text("Offline — 1 draft kept")).to_be_visible()
    await page.goto("/library")
    await expect(boat.locator("img")).to_be_visible()
    assert await boat.locator("img").evaluate("img => img.decode().then(() => img.naturalWidth)")

    await page.context.set_offline(False)
    await expect(page.get_by_text("Offline — 1 draft kept")).to_be_hidden()


async def test_nothing_of_a_person_stays_when_they_leave(page: Page) -> None:
    await sign_up(page.context)
    await ask(page.context, "image", "A private boat")
    await page.goto("/library")
    await page.evaluate(INSTALLED)
    await page.reload()
    await expect(page.get_by_role("link", name=re.compile("A private boat"))).to_be_visible()
    kept: list[str] = await page.evaluate(KEPT)
    assert any("/api/generations" in url for url in kept)

    await page.goto("/account")
    await page.get_by_role("main").get_by_role("button", name="Sign out here").click()
    await page.wait_for_url(re.compile("/login"))
    assert not any("/api/" in url for url in await page.evaluate(KEPT))
    await page.context.set_offline(True)
    await page.goto("/library")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await expect(page.get_by_text("A private boat")).to_be_hidden()


async def test_a_page_older_than_the_server_offers_to_be_loaded_anew(
    browser: Browser, site: str
) -> None:
    context = await browser.new_context(base_url=site, service_workers="block")
    await sign_up(context)
    page = await context.new_page()

    async def newer(route: Route) -> None:
        answer = await route.fetch()
        await route.fulfill(response=answer, headers=answer.headers | {"x-app-version": "newer"})

    await page.goto("/usage")
    reload = page.get_by_role("button", name="Reload")
    await expect(reload).to_be_hidden()
    lists = re.compile(r"/api/generations\?")
    await page.route(lists, newer)
    await page.get_by_role("link", name="Jobs").click()
    await expect(page.get_by_text("A new version is here.")).to_be_visible()
    await page.unroute(lists)
    await reload.click()
    await expect(page.get_by_role("heading", level=1, name="Jobs")).to_be_visible()
    await expect(reload).to_be_hidden()
    await context.close()


async def test_the_form_stays_when_the_sign_in_ends(page: Page) -> None:
    email = await sign_up(page.context)
    await page.goto("/generate/image")
    prompt = page.get_by_label("What should it show?")
    await prompt.fill("A boat that must not be lost")
    generate = page.get_by_role("button", name=re.compile("Generate ·"))
    await expect(generate).to_be_visible()
    await page.context.clear_cookies()
    # Not a click of the mouse: the question may be there already, asked because of something else.
    await generate.evaluate("button => button.click()")
    ended = page.get_by_role("dialog", name="Your sign-in has ended")
    await expect(ended).to_contain_text(email)
    await ended.get_by_label("Password").fill("wrong, quite wrong")
    await ended.get_by_role("button", name="Sign in").click()
    await expect(ended.get_by_role("paragraph").filter(has_text="do not belong")).to_be_visible()
    await ended.get_by_label("Password").fill("correct horse battery staple")
    await ended.get_by_role("button", name="Sign in").click()
    await expect(ended).to_be_hidden()
    await expect(prompt).to_have_value("A boat that must not be lost")
    await generate.click()
    await expect(page.get_by_role("button", name=re.compile("Open: A boat"))).to_be_visible()


async def test_leaving_in_one_tab_leaves_in_all(page: Page) -> None:
    email = await sign_up(page.context)
    other = await page.context.new_page()
    await other.goto("/usage")
    await page.goto("/account")
    left: list[str] = []
    page.on(
        "request", lambda asked: left.append(asked.url) if asked.is_navigation_request() else None
    )
    await page.get_by_role("main").get_by_role("button", name="Sign out here").click()
    await other.wait_for_url(re.compile("/login"))
    await other.close()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert [address.rpartition("/")[2] for address in left] == ["login"], "sent away once"
    await sign_in(page.context, email)
