"""Webhooks on the account page: made, tried out, looked after."""

import re
from collections.abc import Generator

import pytest
from playwright.async_api import Browser, expect

from tests.browser.axe import faults_everywhere
from tests.browser.conftest import serving, window
from tests.browser.people import sign_up
from tests.webhooks.receiver import receiving

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """An installation whose operator lets people send into the own network."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("WEBHOOK_ALLOW_PRIVATE", "true")
        with serving(tmp_path_factory.mktemp("house")) as url:
            yield url


async def test_a_webhook_is_made_tested_sent_again_and_switched_off(
    browser: Browser, house: str
) -> None:
    async with window(browser, house, phone=False) as page, receiving() as receiver:
        await sign_up(page.context)
        await page.goto("/account")
        await page.get_by_role("button", name="New webhook").click()
        form = page.get_by_role("dialog", name="New webhook")
        await form.get_by_label("Name").fill("films")
        await form.get_by_label("Address").fill("https://user:secret@example.org/")
        await form.get_by_role("switch", name="Text").uncheck()
        await form.get_by_role("button", name="Make the webhook").click()
        told = form.locator(".field-error", has_text="Leave the name and password out")
        await expect(told).to_be_visible()
        await form.get_by_label("Address").fill(receiver.url)
        await form.get_by_role("button", name="Make the webhook").click()
        shown = page.get_by_role("dialog", name="Your new secret")
        secret = await shown.get_by_text(re.compile("^whsec_")).inner_text()
        await expect(shown.locator("pre")).to_contain_text(secret)
        await shown.get_by_role("button", name="I have it").click()

        row = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="films"))
        await expect(row).to_contain_text("Image, Video")
        await row.get_by_role("button", name="Test films").click()
        await expect(page.get_by_text("It arrived, and was answered with 204.")).to_be_visible()
        assert receiver.received[0].signed_with(secret)
        receiver.status = "500 Internal Server Error"
        await row.get_by_role("button", name="Test films").click()
        await expect(
            page.get_by_text("It did not arrive: it was answered with 500")
        ).to_be_visible()

        receiver.status = "204 No Content"
        await row.get_by_text("What was sent").click()
        sent = row.get_by_role("listitem")
        await expect(sent).to_have_count(2)
        await expect(sent.first).to_contain_text("given up · 1 attempt · 500")
        await expect(sent.last).to_contain_text("arrived · 1 attempt · 204")
        assert await faults_everywhere(page) == []
        await sent.last.get_by_role("button", name="Send again").click()
        await expect(page.get_by_text("It is sent once more.")).to_be_visible()

        await row.get_by_role("button", name="Switch off: films").click()
        await expect(row).to_contain_text("You have switched it off.")
        await row.get_by_role("button", name="Switch on: films").click()
        await expect(row).not_to_contain_text("You have switched it off.")
        await row.get_by_role("button", name="Delete films").click()
        question = page.get_by_role("dialog", name="Delete “films”?")
        await question.get_by_role("button", name="Delete").click()
        await expect(page.get_by_text("You have no webhook yet.")).to_be_visible()
