"""The administrators' pages: who sees them, and what a day's work there does."""

import re
from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import window
from tests.browser.people import OURS, PASSWORD, sign_up

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


async def test_somebody_who_waits_is_found_and_let_in(admin: Page, browser: Browser) -> None:
    await expect(admin.get_by_text("Nothing needs you")).to_be_visible()
    await _set(admin, signup="approval")
    waiting = await browser.new_context(base_url=admin.url.removesuffix("/admin"))
    email = await sign_up(waiting, "Margaret Hamilton")
    await admin.reload()
    await admin.get_by_role("link", name="Look: 1 person waits to be let in.").click()
    await expect(admin).to_have_url(re.compile(r"/admin/users\?state=pending$"))
    row = admin.locator(".person").filter(has_text=email)
    await row.get_by_role("button", name="Approve Margaret Hamilton").click()
    await expect(admin.get_by_text("Nobody fits.")).to_be_visible()
    assert (await (await waiting.request.get("/api/auth/me")).json())["state"] == "active"
    await admin.get_by_label("State").select_option("active")
    await admin.get_by_label("Name or e-mail").fill("margaret")
    await expect(admin.locator(".person")).to_have_count(1)
    await expect(admin).to_have_url(re.compile(r"q=margaret"))
    await admin.get_by_label("Choose Margaret Hamilton").check()
    await admin.get_by_label("Move to tier …").select_option("premium")
    await expect(row).to_contain_text("Tier premium")
    await admin.reload()
    await expect(admin.locator(".person")).to_have_count(1)
    await waiting.close()


async def test_the_last_administrator_cannot_lock_themselves_out(admin: Page) -> None:
    await admin.goto("/admin/users?role=admin")
    await admin.get_by_role("link", name="Ada").click()
    await expect(admin.get_by_role("heading", level=1, name="Ada")).to_be_focused()
    await admin.get_by_label("Role").select_option("user")
    await admin.get_by_role("button", name="Save").click()
    question = admin.get_by_role("dialog", name="Lock yourself out?")
    await question.get_by_role("button", name="Change it").click()
    await expect(admin.locator(".problem")).to_contain_text("Somebody has to remain administrator")
    await admin.reload()
    await expect(admin.get_by_label("Role")).to_have_value("admin")


async def test_an_invitation_opens_the_door_once(admin: Page, browser: Browser) -> None:
    await _set(admin, signup="invite")
    await admin.goto("/admin/users")
    await admin.get_by_role("button", name="Invite").click()
    dialog = admin.get_by_role("dialog")
    await dialog.get_by_label("For whom").fill("Linus")
    await dialog.get_by_role("button", name="Invite").click()
    link = await dialog.locator("code").inner_text()
    await admin.keyboard.press("Escape")
    await expect(admin.get_by_role("listitem").filter(has_text="Linus")).to_be_visible()
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(link)
    await page.get_by_label("Name").fill("Linus")
    await page.get_by_label("E-mail").fill("linus@example.org")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Create account").click()
    await page.wait_for_url("**/generate/**")
    await context.close()
    await admin.reload()
    used = admin.get_by_role("listitem").filter(has_text="Used")
    await expect(used).to_contain_text("by linus@example.org")
    await _set(admin, signup="open")


async def _set(admin: Page, **choices: object) -> None:
    answer = await admin.request.patch("/api/admin/settings", data=choices, headers=OURS)
    assert answer.ok, await answer.text()
