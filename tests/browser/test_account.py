"""The account page: who one is, where one is signed in, taking one's data along, leaving."""

import json
import re
import zipfile
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import NO_WORKER
from tests.browser.people import PASSWORD, ask, sign_in, sign_up

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]

KEPT = "() => Object.entries(localStorage).some(it => it.join().endsWith('notify,true'))"


async def _at_the_account(page: Page) -> str:
    email = await sign_up(page.context)
    await page.goto("/account")
    await expect(page.get_by_role("heading", level=1, name="Account")).to_be_visible()
    return email


async def test_the_other_devices_can_be_signed_out(page: Page, browser: Browser) -> None:
    email = await sign_up(page.context)
    await page.goto("/account")
    other = await browser.new_context(
        base_url=page.url.removesuffix("/account"), service_workers=NO_WORKER
    )
    await sign_in(other, email)
    assert (await other.request.get("/api/auth/me")).ok
    await page.reload()
    everywhere = page.get_by_role("button", name="Sign out everywhere else")
    await everywhere.click()
    await page.get_by_role("dialog").get_by_role("button", name="Sign out everywhere else").click()
    await expect(everywhere).to_be_hidden()
    assert (await other.request.get("/api/auth/me")).status == 401
    assert (await page.context.request.get("/api/auth/me")).ok
    await other.close()


async def test_the_password_can_be_changed(page: Page) -> None:
    email = await _at_the_account(page)
    await page.get_by_label("Current password").fill(PASSWORD)
    await page.get_by_label("New password").fill("another quiet river bank")
    await page.get_by_role("button", name="Change password").click()
    await expect(page.get_by_role("status").get_by_text("Password changed")).to_be_visible()
    await page.context.clear_cookies()
    await sign_in(page.context, email, "another quiet river bank")


async def test_theme_and_language_are_chosen_here_and_stay(page: Page) -> None:
    await _at_the_account(page)
    await page.get_by_role("radio", name="Light").check(force=True)
    await expect(page.locator("html")).to_have_attribute("data-theme", "light")
    await page.get_by_role("radio", name="Deutsch").check(force=True)
    await expect(page.get_by_role("heading", level=1, name="Konto")).to_be_visible()
    await page.goto("/usage")
    await expect(page.get_by_role("heading", level=1, name="Verbrauch")).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("lang", "de")
    await expect(page.locator("html")).to_have_attribute("data-theme", "light")


async def test_notifications_are_asked_for_only_by_a_click(page: Page) -> None:
    await page.context.grant_permissions(["notifications"])
    await _at_the_account(page)
    switch = page.get_by_role("switch", name=re.compile("Tell me when"))
    await expect(switch).not_to_be_checked()
    await switch.click()
    # Kept once the browser has answered, which a click does not wait for.
    await page.wait_for_function(KEPT)
    await expect(switch).to_be_checked()
    await page.reload()
    await expect(switch).to_be_checked()


async def test_all_data_comes_as_one_archive(page: Page, tmp_path: Path) -> None:
    email = await sign_up(page.context)
    await ask(page.context, "image", "A paper boat")
    await page.goto("/library")
    await expect(page.get_by_role("link", name=re.compile("A paper boat"))).to_be_visible()
    await page.goto("/account")
    async with page.expect_download() as coming:
        await page.get_by_role("link", name="Download all my data").click()
    await (await coming.value).save_as(tmp_path / "data.zip")
    with zipfile.ZipFile(tmp_path / "data.zip") as archive:
        assert json.loads(archive.read("account.json"))[0]["email"] == email
        assert any(name.startswith("media/") for name in archive.namelist())


async def test_an_account_is_deleted_with_the_password_and_not_without(page: Page) -> None:
    # Not the first of the house, who is its administrator and may not be the one to leave.
    await sign_up(page.context)
    email = await _at_the_account(page)
    await page.get_by_role("button", name="Delete my account").click()
    question = page.get_by_role("dialog", name="Delete your account?")
    await expect(question).to_contain_text("what was spent, under a number that names nobody")
    await question.get_by_label("Current password").fill("not the password")
    await question.get_by_role("button", name="Delete my account for good").click()
    await expect(
        question.get_by_role("paragraph").filter(has_text="not your password")
    ).to_be_visible()
    await question.get_by_label("Current password").fill(PASSWORD)
    await question.get_by_role("button", name="Delete my account for good").click()
    await page.wait_for_url(re.compile("/login"))
    answer = await page.context.request.post(
        "/api/auth/login",
        data={"email": email, "password": PASSWORD},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status == 401
