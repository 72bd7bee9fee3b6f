"""API keys on the account page: from the first secret to the last refusal."""

import re

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import window
from tests.browser.people import sign_up

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]


async def _call(context: BrowserContext, secret: str) -> int:
    """What a program with nothing but this secret is answered."""
    answer = await context.request.get(
        "/v1/models", headers={"Authorization": f"Bearer {secret}", "Cookie": ""}
    )
    return answer.status


async def _secret(page: Page) -> str:
    """The one that is shown, read as a person would and put away."""
    shown = page.get_by_role("dialog", name="Your new secret")
    secret = await shown.get_by_text(re.compile("^aycg_")).inner_text()
    for language in ("curl", "Python", "JavaScript"):
        await shown.get_by_role("radio", name=language).check(force=True)
        await expect(shown.locator("pre")).to_contain_text(secret)
        await expect(shown.locator("pre")).to_contain_text("/v1")
    await shown.get_by_role("button", name="I have it").click()
    await expect(shown).to_be_hidden()
    return secret


async def test_a_key_is_made_used_changed_renewed_and_revoked(browser: Browser, site: str) -> None:
    async with window(browser, site, phone=False) as page:
        context = page.context
        await sign_up(context)
        await page.goto("/account")
        await page.get_by_role("button", name="New API key").click()
        form = page.get_by_role("dialog", name="New API key")
        await form.get_by_label("Name").fill("a script")
        await form.get_by_label("Budget in dollars").fill("2.5")
        await form.get_by_label("Models").fill("openai/*, what?is$this")
        await form.get_by_role("switch", name="Videos").uncheck()
        await form.get_by_role("button", name="Make the key").click()
        await expect(form.locator(".field-error", has_text="cannot be a pattern")).to_be_visible()
        await form.get_by_label("Models").fill("")
        await form.get_by_role("button", name="Make the key").click()
        first = await _secret(page)

        row = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="a script"))
        await expect(row).to_contain_text("$0.00 of $2.50 spent, $2.50 left")
        await expect(row).to_contain_text("Texts, Images, Look at what you have")
        await expect(row).to_contain_text("Last usednever")
        assert await _call(context, first) == 200
        await page.reload()
        await expect(row).to_contain_text("now, from 127.0.0.1")
        assert first not in await page.content()

        await row.get_by_role("button", name="Edit a script").click()
        form = page.get_by_role("dialog", name="Edit the API key")
        await form.get_by_label("Name").fill("the script")
        await form.get_by_label("Ends", exact=True).select_option("never")
        await form.get_by_role("button", name="Save").click()
        await expect(form).to_be_hidden()
        row = page.get_by_role("listitem").filter(
            has=page.get_by_role("heading", name="the script")
        )
        await expect(row).to_contain_text("Endsnever")
        await expect(row).to_contain_text("of $2.50 spent")

        await row.get_by_role("button", name="New secret for the script").click()
        await page.get_by_label("The old secret works for").select_option("an hour more")
        await page.get_by_role("dialog").get_by_role("button", name="New secret").click()
        second = await _secret(page)
        await expect(row).to_contain_text("The secret it had before still works")
        assert [await _call(context, each) for each in (first, second)] == [200, 200]

        await row.get_by_role("button", name="Revoke the script").click()
        question = page.get_by_role("dialog", name="Revoke “the script”?")
        await question.get_by_role("button", name="Revoke").click()
        await expect(page.get_by_text("You have no API key yet.")).to_be_visible()
        assert [await _call(context, each) for each in (first, second)] == [401, 401]
