"""What was made goes on: its recipe used again, and its picture the start of a film."""

import re
from base64 import b64encode

import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.browser.axe import faults
from tests.browser.making import (
    DRAWER,
    SEEDREAM,
    card_of,
    choose_model,
    generate,
    make,
    opened,
    pick,
)
from tests.generation.pixels import PIXEL
from tests.studio import Studio

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]

DROP = """(place, [content, type]) => {
    const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0))
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([bytes], "saved", { type }))
    const event = { dataTransfer, bubbles: true, cancelable: true }
    for (const name of ["dragenter", "dragover", "drop"])
        place.dispatchEvent(new DragEvent(name, event))
}"""


async def drop(page: Page, place: str, content: bytes, mime: str) -> None:
    """Let a file fall there, as from a folder of the person's own."""
    await page.locator(place).first.evaluate(DROP, [b64encode(content).decode(), mime])


async def test_what_was_made_gives_back_its_recipe_whole_or_in_part(
    studio: Studio, ada: BrowserContext
) -> None:
    page = await opened(ada, "/generate/image")
    await choose_model(page, SEEDREAM)
    await pick(page, "16:9")
    await page.get_by_label("Seed", exact=True).fill("7")
    card = await make(studio, page, "A paper boat")
    prompt = page.get_by_label("What should it show?")
    seed = page.get_by_label("Seed", exact=True)

    async def use(verb: str) -> None:
        await prompt.fill("Something else")
        await pick(page, "1:1")
        await seed.fill("9")
        await seed.press("Tab")
        await card.get_by_role("button", name="Use again").click()
        await page.get_by_role("button", name=verb, exact=True).click()

    await use("Use prompt")
    await expect(prompt).to_have_value("A paper boat")
    await expect(seed).to_have_value("9")
    await use("Use seed")
    await expect(prompt).to_have_value("Something else")
    await expect(seed).to_have_value("7")
    await use("Use size")
    await expect(page.get_by_role("radio", name="16:9")).to_be_checked()
    await expect(seed).to_have_value("9")
    await use("Remix (all but the seed)")
    await expect(prompt).to_have_value("A paper boat")
    await expect(seed).to_have_value("")
    await use("Use all")
    await expect(seed).to_have_value("7")
    await expect(page.get_by_role("radio", name="16:9")).to_be_checked()

    await prompt.fill("")
    await card.get_by_role("button", name="Open: A paper boat").press("p")
    await expect(prompt).to_have_value("A paper boat")


async def test_a_picture_becomes_the_start_of_a_film_and_changes_places_with_the_end(
    studio: Studio, ada: BrowserContext
) -> None:
    page = await opened(ada, "/generate/image")
    await choose_model(page, DRAWER)
    card = await make(studio, page, "A paper boat")
    await card.get_by_role("button", name="Use again").click()
    await page.get_by_role("button", name="Start frame of a film").click()
    await page.wait_for_url(re.compile("/generate/video"))
    await expect(page.get_by_role("tab", name="Image to video")).to_have_attribute(
        "aria-selected", "true"
    )
    start = page.get_by_role("group", name="Start frame")
    end = page.get_by_role("group", name="End frame")
    await expect(start.get_by_role("img")).to_have_count(0)  # decorative: its button names it
    await expect(start.locator("img")).to_have_count(1)
    await page.get_by_role("button", name="Swap start and end frame").press("Enter")
    await expect(end.locator("img")).to_have_count(1)
    await expect(start.locator("img")).to_have_count(0)
    assert await faults(page) == []
    await end.get_by_role("button", name="Remove").press("Enter")
    await expect(end.locator("img")).to_have_count(0)
    await expect(end.get_by_role("button", name="Choose a file")).to_be_focused()

    await page.get_by_label("How should it move?").fill("It sails away")
    await generate(page).click()
    await expect(page.locator(".form-problem")).to_contain_text("Start frame: add a picture first.")
    async with page.expect_file_chooser() as chooser:
        await start.get_by_role("button", name="Choose a file").click()
    await (await chooser.value).set_files(
        {"name": "start.png", "mimeType": "image/png", "buffer": PIXEL}
    )
    await expect(start.locator("img")).to_have_count(1)
    await expect(start).not_to_contain_text("Sending")
    await generate(page).click()
    await expect(card_of(page, "It sails away")).to_be_visible()


async def test_a_file_that_was_made_here_brings_its_recipe_back(
    studio: Studio, ada: BrowserContext
) -> None:
    page = await opened(ada, "/generate/image")
    await choose_model(page, DRAWER)
    await make(studio, page, "A paper boat")
    [made] = (await (await ada.request.get("/api/generations")).json())["items"]
    saved = await (await ada.request.get(made["media"][0]["url"])).body()
    await page.goto("/generate/video")
    offer = page.locator(".form-problem").get_by_text("You made this here: “A paper boat”.")

    await drop(page, "main h1", b"A film of somebody else's", "video/mp4")
    await expect(page.get_by_text("Not a picture we can read.")).to_be_visible()
    await drop(page, "main h1", saved, "image/png")
    await expect(offer).to_be_visible()
    await expect(page.get_by_role("group", name="Start frame").locator("img")).to_have_count(1)
    await page.get_by_role("button", name="Dismiss").click()
    await expect(offer).to_have_count(0)

    await drop(page, ".slot", saved, "image/png")
    await page.get_by_role("button", name="Use all").click()
    await page.wait_for_url(re.compile("/generate/image"))
    await expect(page.get_by_label("What should it show?")).to_have_value("A paper boat")


async def test_a_frame_is_found_in_the_library_by_what_was_asked_for(
    ada: BrowserContext, studio: Studio
) -> None:
    page = await opened(ada, "/generate/image")
    for prompt in ("A lighthouse", "A paper boat"):
        await make(studio, page, prompt)
    await page.goto("/generate/video?mode=image")
    start = page.get_by_role("group", name="Start frame")
    await start.get_by_role("button", name="From library").click()
    picker = page.get_by_role("dialog", name="Choose from your library")
    await expect(picker.get_by_role("listitem")).to_have_count(2)
    await picker.get_by_role("searchbox").fill("nothing of the kind")
    await expect(picker.get_by_role("paragraph")).to_contain_text("Nothing matches")
    await picker.get_by_role("searchbox").fill("lighthouse")
    await picker.get_by_role("button", name="A lighthouse").click()
    await expect(picker).to_be_hidden()
    await expect(start.locator("img")).to_be_visible()
