"""News of what ends: once per browser, wherever the person is, and the page that lists it all."""

import re

import pytest
from playwright.async_api import Browser, Page, Request, expect

from tests.browser.conftest import NO_WORKER
from tests.browser.people import ask, sign_up

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]
FILM_PATIENCE = 90_000  # milliseconds


async def test_two_tabs_of_one_browser_share_one_long_poll(browser: Browser, site: str) -> None:
    context = await browser.new_context(base_url=site, service_workers=NO_WORKER)
    await sign_up(context)
    asking: set[Request] = set()
    most = 0

    def asked(request: Request) -> None:
        nonlocal most
        if "wait=" in request.url:
            asking.add(request)
            most = max(most, len(asking))

    context.on("request", asked)
    context.on("requestfinished", lambda request: asking.discard(request))
    context.on("requestfailed", lambda request: asking.discard(request))
    first, second = await context.new_page(), await context.new_page()
    await first.goto("/jobs")
    await second.goto("/jobs")
    for round_ in range(2):
        await ask(context, "image", f"A kite, number {round_}")
        for tab in (first, second):
            await expect(tab.get_by_text(f"A kite, number {round_}")).to_be_visible()
    assert most == 1
    await first.close()
    await ask(context, "image", "A kite, after the first tab has gone")
    await expect(second.get_by_text("A kite, after the first tab")).to_be_visible()
    await context.close()


async def test_what_ends_elsewhere_is_told_and_stays_in_a_list(page: Page) -> None:
    await sign_up(page.context)
    await page.goto("/usage")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await ask(page.context, "image", "A red kite")
    await expect(
        page.get_by_role("status").get_by_text("Image finished. A red kite")
    ).to_be_visible()
    await expect(page).to_have_title(re.compile(r"^\(1\) Usage"))
    # On a phone the drawer holds a second bell.
    await page.get_by_role("button", name="News: 1 finished").locator("visible=true").click()
    await page.get_by_role("link", name=re.compile("Image finished.*A red kite")).click()
    await page.wait_for_url(re.compile("/library/"))
    await expect(page).not_to_have_title(re.compile(r"^\(1\)"))


async def test_what_ended_while_nobody_looked_is_told_on_return(page: Page) -> None:
    await sign_up(page.context)
    await page.goto("/jobs")
    film = await ask(page.context, "video", "A long tide")
    await expect(page.get_by_text("A long tide")).to_be_visible()
    await page.goto("about:blank")
    while (await _state_of(page, film)) in ("queued", "running"):
        await page.wait_for_timeout(500)
    await page.goto("/usage")
    await expect(page).to_have_title(re.compile(r"^\(1\)"), timeout=FILM_PATIENCE)


async def test_many_endings_at_once_are_told_as_one(page: Page) -> None:
    await sign_up(page.context)
    *_, last = [await ask(page.context, "image", f"Kite {number}") for number in range(4)]
    while (await _state_of(page, last)) in ("queued", "running"):
        await page.wait_for_timeout(200)
    await page.goto("/usage")
    toasts = page.locator(".toast")
    await expect(toasts).to_have_text([re.compile("^4 requests are finished")])
    await toasts.get_by_role("button", name="All jobs").click()
    await expect(page.get_by_role("main").get_by_text("Kite 3")).to_be_visible()


async def test_filters_of_the_jobs_are_in_the_address(page: Page) -> None:
    await sign_up(page.context)
    await ask(page.context, "image", "A blue kite")
    await ask(page.context, "text", "Say kite")
    await page.goto("/jobs")
    await expect(page.get_by_role("listitem").filter(has_text="A blue kite")).to_contain_text("$")
    await page.get_by_role("radio", name="Texts").check(force=True)
    await expect(page).to_have_url(re.compile(r"/jobs\?kind=text$"))
    await expect(page.get_by_text("A blue kite")).to_be_hidden()
    await page.reload()
    await expect(page.get_by_role("main").get_by_text("Say kite")).to_be_visible()
    await page.get_by_label("Ended").select_option("Failed")
    await expect(page.get_by_text("No job matches")).to_be_visible()
    await page.get_by_role("button", name="Clear filters").click()
    await expect(page.get_by_text("A blue kite")).to_be_visible()


async def test_a_job_can_be_cancelled_where_it_is_listed(page: Page) -> None:
    await sign_up(page.context)
    await page.goto("/jobs")
    await ask(page.context, "video", "A tide to be hidden")
    row = page.get_by_role("listitem").filter(has_text="A tide to be hidden")
    await expect(row).to_contain_text("set aside")
    await row.get_by_role("button", name="Cancel").click()
    hide = page.get_by_role("dialog").get_by_role("button", name="Hide it")
    cancelled = row.get_by_text("Cancelled")
    await expect(hide.or_(cancelled)).to_be_visible()
    if await hide.is_visible():
        await hide.click()
    await expect(cancelled).to_be_visible()


async def _state_of(page: Page, generation_id: str) -> str:
    answer = await page.context.request.get(f"/api/generations/{generation_id}")
    return str((await answer.json())["state"])
