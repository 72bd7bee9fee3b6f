"""Presets: a model with its settings under a name, on every page that makes something."""

import json
import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.axe import faults
from tests.browser.conversing import begin, field, send_button, settled

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Presets")


def model(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=re.compile(f"^Model: .*{name}"))


async def choose(page: Page, name: str) -> None:
    await page.get_by_role("button", name="Model: ").click()
    await page.get_by_role("combobox", name="Search models").fill(name)
    await page.keyboard.press("Enter")
    await expect(model(page, name)).to_be_visible()


async def save_as(page: Page, name: str) -> None:
    await dialog(page).get_by_label("Save what is chosen now as").fill(name)
    await dialog(page).get_by_role("button", name="Save", exact=True).click()
    await expect(dialog(page).get_by_role("button", name=f"Rename “{name}”")).to_be_visible()


async def test_a_preset_of_the_text_page_is_chosen_by_its_name_while_writing(page: Page) -> None:
    await begin(page)
    await choose(page, "Haiku")
    await page.get_by_role("button", name="Settings", exact=True).click()
    instructions = page.get_by_label("Instructions")
    await instructions.fill("Answer like a pirate.")
    await page.get_by_role("dialog").get_by_role("button", name="Presets").click()
    await save_as(page, "Pirate")
    assert await faults(page) == []
    await page.keyboard.press("Escape")
    await instructions.fill("")
    await page.get_by_role("dialog").get_by_role("button", name="Close").click()
    await choose(page, "DeepSeek")

    await field(page).press_sequentially("/pir")
    await expect(page.get_by_role("listbox").get_by_role("option")).to_have_text(
        re.compile("Pirate.*with instructions")
    )
    await page.keyboard.press("Enter")
    await expect(model(page, "Haiku")).to_be_visible()
    await expect(field(page)).to_have_value("")
    await page.get_by_role("button", name="Undo").click()
    await expect(model(page, "DeepSeek")).to_be_visible()

    await field(page).press_sequentially("/pir")
    await page.get_by_role("listbox").get_by_role("option").click()
    await expect(model(page, "Haiku")).to_be_visible()
    await field(page).fill("Boats, please")
    async with page.expect_request("**/api/generations/text") as sent:
        await send_button(page).click()
    body = json.loads((await sent.value).post_data or "{}")
    assert body["system"] == "Answer like a pirate."
    await settled(page, 1)


async def test_presets_of_a_page_are_kept_renamed_and_deleted(page: Page) -> None:
    await begin(page)
    await page.goto("/generate/image")
    await choose(page, "Seedream")
    wide = page.locator("label.segment").filter(has_text=re.compile("^16:9$"))
    await wide.click()
    await page.get_by_role("button", name="Presets").click()
    await save_as(page, "Postcard")
    await page.reload()
    await choose(page, "FLUX")
    await page.get_by_role("button", name="Presets").click()
    await dialog(page).get_by_role("button", name="Rename “Postcard”").click()
    rename = page.get_by_role("dialog", name="Rename this preset")
    await rename.get_by_label("Name").fill("Panorama")
    await rename.get_by_role("button", name="Save").click()
    await dialog(page).get_by_role("button", name=re.compile("^Panorama.*16:9")).click()
    await expect(dialog(page)).to_have_count(0)
    await expect(model(page, "Seedream")).to_be_visible()
    await expect(wide.get_by_role("radio")).to_be_checked()

    await page.get_by_role("button", name="Presets").click()
    delete = dialog(page).get_by_role("button", name="Delete “Panorama”")
    await delete.click()
    await expect(dialog(page)).to_contain_text("None yet.")
    await dialog(page).get_by_role("button", name="Undo").last.click()
    await expect(delete).to_be_visible()
    await page.goto("/generate/video")
    await page.get_by_role("button", name="Presets").click()
    await expect(dialog(page)).to_contain_text("None yet.")
