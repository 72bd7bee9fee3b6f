"""The library day by day: look, choose, keep in order, take home, throw away and think again."""

import asyncio
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.axe import faults
from tests.browser.people import OURS, ask, sign_up

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]
SHOWN = "kind=image&kind=video&state=succeeded&state=interrupted"
BEGUN = ("site", "auth/me", "generations?kind")
FILM_PATIENCE = 60  # seconds; the demo gateway takes 9 s for a film, then it is drawn


async def _furnish(page: Page, *prompts: str, kind: str = "image") -> list[str]:
    """Somebody new who has made these, the last one last. Their ids."""
    await sign_up(page.context)
    ids = [await ask(page.context, kind, each) for each in prompts]
    for each in ids:
        await _until_made(page, each)
    return ids


async def _until_made(page: Page, generation_id: str) -> None:
    async with asyncio.timeout(FILM_PATIENCE):
        while True:
            if (await _read(page, generation_id))["state"] == "succeeded":
                return
            await asyncio.sleep(0.2)


async def _read(page: Page, generation_id: str) -> dict[str, Any]:
    return await (await page.context.request.get(f"/api/generations/{generation_id}")).json()


async def _open(page: Page, address: str = "/library") -> None:
    await page.goto(address)
    await expect(page.locator(".tile[data-loaded]").first).to_be_visible()


def _tile(page: Page, prompt: str) -> Locator:
    return page.get_by_role("link", name=f"Image: {prompt}", exact=True)


async def _choose(page: Page, *prompts: str) -> None:
    await page.get_by_role("button", name="Select", exact=True).click()
    for each in prompts:
        await _tile(page, each).click()


def _bar(page: Page, name: str) -> Locator:
    return page.get_by_role("toolbar", name="Selected items").get_by_role("button", name=name)


async def test_what_the_document_asks_for_is_not_asked_for_again(page: Page) -> None:
    await _furnish(page, "A paper boat")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.partition("/api/")[2]))
    await _open(page)
    await page.wait_for_load_state("load")
    # By how they begin: what the page asked in other words would not be what the document did.
    begun = [each for each in asked for one in BEGUN if each.startswith(one)]
    assert sorted(begun) == sorted(["site", "auth/me", f"generations?{SHOWN}&limit=24"])
    # It is looked at once more, when news are sure to be heard.
    assert {each for each in asked if each.startswith("library/index")} == {
        f"library/index?{SHOWN}"
    }


async def test_chosen_things_go_to_the_trash_and_come_back(page: Page) -> None:
    await _furnish(page, "A boat", "A kite", "A tree")
    await _open(page)
    await _choose(page, "A boat", "A kite")
    await _bar(page, "Delete").click()
    await expect(_tile(page, "A boat")).to_have_count(0)
    await page.get_by_role("button", name="Undo").click()
    await expect(_tile(page, "A boat")).to_be_visible()
    await _choose(page, "A kite")
    await _bar(page, "Delete").click()
    await expect(page.get_by_text("2 items").first).to_be_visible()
    await page.get_by_role("link", name="Trash").click()
    await expect(page.get_by_role("heading", name="Trash", level=1)).to_be_visible()
    await expect(page.locator(".tile img")).to_have_js_property("complete", True)
    await _tile(page, "A kite").click()
    await _bar(page, "Restore").click()
    await expect(page.get_by_role("heading", name="The trash is empty")).to_be_visible()
    await page.get_by_role("link", name="Everything").click()
    await expect(page.get_by_text("3 items").first).to_be_visible()


async def test_the_trash_is_emptied_after_asking(page: Page) -> None:
    [boat] = await _furnish(page, "A boat")
    await page.context.request.delete(f"/api/generations/{boat}", headers=OURS)
    await _open(page, "/library?trash=true")
    await page.get_by_role("button", name="Empty the trash").click()
    await page.get_by_role("dialog").get_by_role("button", name="Delete for good").click()
    await expect(page.get_by_role("heading", name="The trash is empty")).to_be_visible()


async def test_a_range_is_chosen_by_keyboard_alone(page: Page) -> None:
    await _furnish(page, "A boat", "A kite", "A tree")
    await _open(page)
    await _tile(page, "A tree").focus()
    await page.keyboard.press("Space")
    await page.keyboard.press("Shift+ArrowRight")
    await page.keyboard.press("Shift+ArrowRight")
    await expect(page.get_by_text("3 selected")).to_be_visible()
    await page.keyboard.press("Shift+ArrowLeft")
    await expect(page.get_by_text("2 selected")).to_be_visible()
    await expect(_tile(page, "A kite")).to_be_focused()
    await page.keyboard.press("f")
    await expect(page.locator(".tile-heart")).to_have_count(2)
    await page.keyboard.press("Delete")
    await expect(page.get_by_text("1 item").first).to_be_visible()
    await expect(_tile(page, "A boat")).to_be_focused()


async def test_what_is_chosen_is_taken_home_as_one_zip(page: Page, tmp_path: Path) -> None:
    await _furnish(page, "A boat", "A kite")
    await _open(page)
    await _choose(page, "A boat", "A kite")
    async with page.expect_download() as downloading:
        await _bar(page, "Download").click()
    download = await downloading.value
    assert re.fullmatch(r"allucanget-\d{4}-\d\d-\d\d\.zip", download.suggested_filename)
    await download.save_as(tmp_path / "saved.zip")
    archive = zipfile.ZipFile(io.BytesIO((tmp_path / "saved.zip").read_bytes()))
    assert archive.testzip() is None
    items = json.loads(archive.read("metadata.json"))["items"]
    assert {each["prompt"] for each in items} == {"A boat", "A kite"}
    await expect(page.get_by_role("heading", name="Library", level=1)).to_be_visible()


async def test_a_collection_from_its_name_to_its_end(page: Page) -> None:
    await _furnish(page, "A boat", "A kite")
    await _open(page)
    await _choose(page, "A boat")
    await _bar(page, "Collection").click()
    await page.get_by_role("dialog").get_by_role("button", name="New collection").click()
    await page.get_by_label("Name", exact=True).fill("Harbour")
    await page.get_by_role("button", name="Create").click()
    await expect(page.get_by_text("1 item added to “Harbour”.").first).to_be_visible()
    await page.get_by_role("link", name=re.compile("Harbour")).click()
    await expect(page.get_by_role("heading", name="Harbour", level=1)).to_be_visible()
    await expect(_tile(page, "A boat")).to_be_visible()
    await expect(_tile(page, "A kite")).to_have_count(0)
    await page.get_by_role("button", name="More about this collection").click()
    await page.get_by_role("button", name="Rename").click()
    await page.get_by_label("Name", exact=True).fill("Port")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("heading", name="Port", level=1)).to_be_visible()
    await page.get_by_role("button", name="More about this collection").click()
    await page.get_by_role("button", name="Delete collection").click()
    await page.get_by_role("button", name="With its 1 item").click()
    await expect(page.get_by_role("heading", name="Library", level=1)).to_be_visible()
    await expect(_tile(page, "A kite")).to_be_visible()
    await expect(_tile(page, "A boat")).to_have_count(0)


async def test_what_is_made_next_goes_into_the_collection_that_was_named(page: Page) -> None:
    await sign_up(page.context)
    await page.goto("/generate/image")
    field = page.get_by_role("combobox", name="Add what is made to")
    await expect(page.get_by_role("button", name=re.compile("^Generate"))).to_be_visible()
    await expect(field).to_be_hidden()
    made = await page.context.request.post(
        "/api/collections", data={"name": "Harbour"}, headers=OURS
    )
    await page.reload()
    await field.select_option(label="Harbour")
    await page.reload()  # it is still so the next time
    await page.get_by_role("textbox", name="What should it show?").fill("A boat")
    async with page.expect_response(re.compile("/items$")):
        await page.get_by_role("button", name=re.compile("^Generate")).click()
    await _open(page, f"/library?collection={(await made.json())['id']}")
    await expect(_tile(page, "A boat")).to_be_visible()


async def test_the_viewer_is_led_by_the_keyboard(page: Page) -> None:
    boat, kite, _ = await _furnish(page, "A boat", "A kite", "A tree")
    await _open(page, f"/library/{kite}")
    viewer = page.get_by_role("dialog", name="Viewer")
    await expect(viewer.get_by_role("img", name="A kite")).to_be_visible()
    await expect(viewer.get_by_text("2 of 3")).to_be_visible()
    await page.keyboard.press("ArrowRight")
    await expect(viewer.get_by_role("img", name="A boat")).to_be_visible()
    await page.wait_for_url(re.compile(boat))
    await page.keyboard.press("ArrowLeft")
    await expect(viewer.get_by_role("img", name="A kite")).to_be_visible()
    await page.keyboard.press("f")
    await expect(viewer.get_by_role("button", name="Favourite")).to_have_attribute(
        "aria-pressed", "true"
    )
    await page.keyboard.press("z")
    await expect(viewer.get_by_role("button", name="Show all of it")).to_be_visible()
    await page.keyboard.press("0")
    await page.keyboard.press("Delete")
    await expect(viewer.get_by_role("img", name="A boat")).to_be_visible()
    await expect(viewer.get_by_text("2 of 2")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(viewer).to_have_count(0)
    await page.wait_for_url(re.compile("/library$"))
    await page.wait_for_timeout(500)  # the page below is the same, and stays so
    await expect(_tile(page, "A boat")).to_be_focused(timeout=1)
    await expect(_tile(page, "A tree")).to_be_visible()


async def test_a_title_is_given_and_taken_back(page: Page) -> None:
    [boat] = await _furnish(page, "A boat")
    await _open(page, f"/library/{boat}")
    viewer = page.get_by_role("dialog", name="Viewer")
    await _details(page)
    await viewer.get_by_role("button", name="Rename").click()
    await page.get_by_label("Title").fill("Lisbon, 1998")
    await page.get_by_role("button", name="Save").click()
    await expect(viewer.get_by_role("heading", name="Lisbon, 1998")).to_be_visible()
    assert (await _read(page, boat))["title"] == "Lisbon, 1998"


async def _details(page: Page) -> None:
    button = page.get_by_role("button", name="Details")
    if await button.get_attribute("aria-expanded") != "true":
        await button.click()


async def test_a_film_moves_when_looked_at_and_frame_by_frame(page: Page) -> None:
    [tide] = await _furnish(page, "A tide", kind="video")
    await _open(page)
    tile = page.get_by_role("link", name=re.compile("^Video: A tide"))
    await tile.hover()
    await expect(tile.locator("video")).to_have_js_property("muted", True)
    await page.mouse.move(0, 0)
    await expect(tile.locator("video")).to_have_count(0)
    await page.emulate_media(reduced_motion="reduce")
    await tile.hover()
    await asyncio.sleep(0.5)
    await expect(tile.locator("video")).to_have_count(0)
    await _open(page, f"/library/{tide}")
    film = page.locator("dialog video")
    await expect(film).to_have_js_property("readyState", 4)
    warning = page.get_by_text("Generated films may flash.")
    await expect(warning).to_be_visible()
    await page.locator(".film-frame").get_by_role("button", name="Dismiss").click()
    await expect(film).to_be_focused()
    await page.reload()
    await expect(film).to_have_js_property("readyState", 4)
    await expect(warning).to_have_count(0)
    await page.get_by_role("button", name="One frame on").click()
    await page.get_by_role("button", name="One frame on").click()
    at = await film.evaluate("film => film.currentTime")
    assert 0.03 < at < 0.25
    await page.get_by_role("button", name="One frame back").click()
    assert await film.evaluate("film => film.currentTime") < at


async def test_what_was_made_from_what_outlives_its_parent(page: Page) -> None:
    [boat] = await _furnish(page, "A boat")
    media = (await _read(page, boat))["media"][0]["id"]
    asked = await page.context.request.post(
        "/api/generations/image",
        data={
            "prompt": "A boat in snow",
            "model": "google/gemini-2.5-flash-image",
            "inputs": [{"media_id": media, "role": "reference"}],
        },
        headers=OURS,
    )
    assert asked.status == 202, await asked.text()
    child = (await asked.json())["id"]
    await _until_made(page, child)
    await _open(page, f"/library/{child}")
    await _details(page)
    await page.get_by_role("button", name="Reference: A boat").click()
    await expect(page.get_by_role("img", name="A boat", exact=True)).to_be_visible()
    await _details(page)
    await expect(page.get_by_role("button", name=re.compile("A boat in snow"))).to_be_visible()
    await page.context.request.delete(f"/api/generations/{boat}", headers=OURS)
    await _open(page, f"/library/{child}")
    await _details(page)
    await expect(page.get_by_text("Reference: deleted")).to_be_visible()


async def test_texts_are_found_as_cards_that_lead_to_their_thread(page: Page) -> None:
    await _furnish(page, "Why do boats float?", kind="text")
    await page.goto("/library")
    await expect(page.get_by_role("heading", name="Nothing here yet")).to_be_visible()
    await page.get_by_role("radio", name="Texts").check(force=True)
    await page.wait_for_url(re.compile("kind=text"))
    await page.get_by_role("link", name="Text: Why do boats float?").click()
    await page.wait_for_url(re.compile("/generate/text/.+"))


async def test_axe_finds_nothing_in_any_state(page: Page) -> None:
    _, kite, tree = await _furnish(page, "A boat", "A kite", "A tree")
    await page.emulate_media(reduced_motion="reduce")
    await _open(page)
    assert await faults(page) == []
    await _choose(page, "A boat")
    assert await faults(page) == []
    await _bar(page, "Collection").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert await faults(page) == []
    await page.keyboard.press("Escape")
    await _open(page, f"/library/{kite}")
    await _details(page)
    assert await faults(page) == []
    await page.context.request.delete(f"/api/generations/{tree}", headers=OURS)
    await _open(page, "/library?trash=true")
    assert await faults(page) == []
    await page.goto("/library?q=nothing+like+it")
    await expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
    assert await faults(page) == []
