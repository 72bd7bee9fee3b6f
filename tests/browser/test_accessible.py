"""axe finds nothing wrong: every page in its main states, in both themes, at three widths."""

import re
from collections.abc import AsyncGenerator, Awaitable, Callable

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.browser.axe import faults_everywhere
from tests.browser.conftest import NO_WORKER
from tests.browser.people import OURS, ask, sign_up

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]

Act = Callable[[Page], Awaitable[object]]


async def _as_it_opens(page: Page) -> None:
    await expect(page.locator("h1")).to_be_visible()


async def _account_menu(page: Page) -> None:
    await page.get_by_role("button", name="Account menu").click()


async def _add_menu(page: Page) -> None:
    await page.get_by_role("button", name="Add to the message").click()
    await expect(page.get_by_role("menuitem").first).to_be_focused()


async def _help(page: Page) -> None:
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


async def _command_box(page: Page) -> None:
    await page.keyboard.press("Control+k")
    await page.get_by_role("combobox", name="Search and commands").fill("boat")
    await expect(page.get_by_role("option", name="A paper boat, as image")).to_be_visible()


async def _news(page: Page) -> None:
    await page.get_by_role("button", name="News").locator("visible=true").click()
    await expect(page.get_by_role("link", name="All jobs")).to_be_visible()


async def _leaving(page: Page) -> None:
    await page.get_by_role("button", name="Delete my account").click()
    asked = page.get_by_role("dialog", name="Delete your account?")
    await asked.get_by_label("Current password").fill("wrong")
    await page.get_by_role("button", name="Delete my account for good").click()
    await expect(page.get_by_role("paragraph").filter(has_text="not your password")).to_be_visible()


async def _new_key(page: Page) -> None:
    await page.get_by_role("button", name="New API key").click()
    form = page.get_by_role("dialog", name="New API key")
    await form.get_by_label("Name").fill("a script")
    await form.get_by_label("Models").fill("!openai/*")
    await form.get_by_role("button", name="Make the key").click()
    await expect(form.locator(".field-error", has_text="Say what may be used")).to_be_visible()


async def _secret(page: Page) -> None:
    """The dialog in which it is told, over the list in which the key is."""
    await page.get_by_role("button", name="New API key").click()
    asked = page.get_by_role("dialog", name="New API key")
    await asked.get_by_label("Name", exact=True).fill("a script")
    await page.get_by_role("button", name="Make the key").click()
    await expect(page.get_by_role("dialog", name="Your new secret")).to_be_visible()


async def _new_webhook(page: Page) -> None:
    await page.get_by_role("button", name="New webhook").click()
    await expect(page.get_by_role("dialog", name="New webhook")).to_be_visible()


async def _viewer(page: Page) -> None:
    await page.get_by_role("link", name=re.compile("^Image: A paper boat")).click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def _sharing(page: Page) -> None:
    await _viewer(page)
    await page.get_by_role("button", name="Share…").last.click()
    form = page.get_by_role("dialog", name="Share this image")
    await form.get_by_role("button", name="Make a link").click()
    await expect(form.get_by_role("button", name="Copy the link").first).to_be_visible()


async def _wrong_password(page: Page) -> None:
    await page.get_by_label("Password").fill("wrong")
    await page.get_by_role("button", name="Open").click()
    await expect(page.get_by_role("alert")).to_be_visible()


async def _drawn(page: Page) -> None:
    await expect(page.locator("#text strong").first).to_be_visible()


async def _chosen_person(page: Page) -> None:
    await page.get_by_role("checkbox").first.check()
    await expect(page.get_by_role("group", name="Chosen people")).to_be_visible()


async def _person(page: Page) -> None:
    await page.locator(".person").last.get_by_role("link").click()
    await expect(page.get_by_role("button", name="Sign out everywhere")).to_be_visible()
    await expect(page.get_by_text("127.0.0.1").first).to_be_visible()


EMPTY = ("/login", "/register")
"""What strangers see."""

PAGES: tuple[tuple[str, Act], ...] = (
    ("/generate/text", _as_it_opens),
    ("/generate/text", _account_menu),
    ("/generate/text", _add_menu),
    ("/generate/image", _as_it_opens),
    ("/generate/video", _as_it_opens),
    ("/library", _as_it_opens),
    ("/library", _viewer),
    ("/library", _sharing),
    ("/jobs", _as_it_opens),
    ("/usage", _as_it_opens),
    ("/usage", _command_box),
    ("/usage", _news),
    ("/usage", _help),
    ("/account", _as_it_opens),
    ("/account", _leaving),
    ("/account", _new_key),
    ("/account", _secret),
    ("/account", _new_webhook),
    ("/nowhere/to/be/found", _as_it_opens),
)

SHARED: tuple[tuple[str, str | None, Act], ...] = (
    ("image", None, _as_it_opens),
    ("text", None, _drawn),
    ("text", "open sesame 9", _wrong_password),
)
"""What a guest sees of what was made, and with which password."""

ADMIN: tuple[tuple[str, Act], ...] = (
    ("/admin", _as_it_opens),
    ("/admin/users", _chosen_person),
    ("/admin/users", _person),
    ("/admin/tiers/basic", _as_it_opens),
    ("/admin/models", _as_it_opens),
    ("/admin/routes", _as_it_opens),
    ("/admin/settings", _as_it_opens),
    ("/admin/audit", _as_it_opens),
    ("/admin/system", _as_it_opens),
    ("/admin/usage", _as_it_opens),
    ("/admin/ledger", _as_it_opens),
)
"""What the administrator sees."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stranger(browser: Browser, site: str) -> AsyncGenerator[BrowserContext]:
    context = await browser.new_context(base_url=site, service_workers=NO_WORKER)
    yield context
    await context.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def administrator(browser: Browser, site: str) -> AsyncGenerator[BrowserContext]:
    """The first of the house, with something in the log and above every page."""
    context = await browser.new_context(base_url=site, service_workers=NO_WORKER)
    await sign_up(context)
    told = {
        "announcement": "Back at noon",
        "announcement_level": "alert",
        "share_links": True,
        "retention": [{"kind": "video", "days": 90, "tier": "free", "delete": True}],
    }
    answer = await context.request.patch("/api/admin/settings", data=told, headers=OURS)
    assert answer.ok, await answer.text()
    yield context
    await context.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def newcomer(
    browser: Browser, site: str, administrator: BrowserContext
) -> AsyncGenerator[BrowserContext]:
    """Somebody signed in who has made nothing yet."""
    context = await browser.new_context(base_url=site, service_workers=NO_WORKER)
    await sign_up(context)
    yield context
    await context.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def regular(
    browser: Browser, site: str, administrator: BrowserContext
) -> AsyncGenerator[BrowserContext]:
    """Somebody with a text, an image and a film that is being made."""
    context = await browser.new_context(base_url=site, service_workers=NO_WORKER)
    await sign_up(context)
    for kind in ("text", "image", "video"):
        await ask(context, kind, f"A paper boat, as {kind}")
    page = await context.new_page()
    await page.goto("/library")
    await expect(page.get_by_role("link", name=re.compile("^Image: A paper"))).to_be_visible()
    await page.close()
    yield context
    await context.close()


@pytest.mark.parametrize("path", EMPTY)
async def test_nothing_is_wrong_for_strangers(stranger: BrowserContext, path: str) -> None:
    await _check(stranger, path, _as_it_opens)


@pytest.mark.parametrize("path", sorted({path for path, act in PAGES if act is _as_it_opens}))
async def test_nothing_is_wrong_where_nothing_was_made(newcomer: BrowserContext, path: str) -> None:
    await _check(newcomer, path, _as_it_opens)


@pytest.mark.parametrize(("path", "act"), PAGES, ids=lambda it: getattr(it, "__name__", str(it)))
async def test_nothing_is_wrong_in_daily_use(regular: BrowserContext, path: str, act: Act) -> None:
    await _check(regular, path, act)


@pytest.mark.parametrize(("kind", "password", "act"), SHARED)
async def test_nothing_is_wrong_behind_a_link(
    stranger: BrowserContext, regular: BrowserContext, kind: str, password: str | None, act: Act
) -> None:
    listed = await regular.request.get("/api/generations", params={"kind": kind})
    [made, *_] = (await listed.json())["items"]
    form = {"generation_id": made["id"], "password": password, "with_prompt": True}
    link = await regular.request.post("/api/shares", data=form, headers=OURS)
    assert link.status == 201, await link.text()
    await _check(stranger, (await link.json())["url"], act)


@pytest.mark.parametrize(("path", "act"), ADMIN, ids=lambda it: getattr(it, "__name__", str(it)))
async def test_nothing_is_wrong_for_administrators(
    administrator: BrowserContext, path: str, act: Act
) -> None:
    await _check(administrator, path, act)


async def _check(context: BrowserContext, path: str, act: Act) -> None:
    page = await context.new_page()
    await page.goto(path)
    await _as_it_opens(page)
    await act(page)
    assert await faults_everywhere(page) == []
    await page.close()
