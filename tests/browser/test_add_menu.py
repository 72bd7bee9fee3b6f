"""The one button beside the message for all that can go with it."""

import re

import pytest
from playwright.async_api import FilePayload, Locator, Page, expect

from tests.browser.axe import faults
from tests.browser.conversing import begin, field, is_touch, send_button, sent, settled
from tests.media.samples import heic, picture

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]

NOTES: FilePayload = {
    "name": "my notes.md",
    "mimeType": "",
    "buffer": b"# Boats\r\n\r\nThey float.",
}
BOAT: FilePayload = {"name": "boat.png", "mimeType": "image/png", "buffer": picture()}
PHOTO: FilePayload = {"name": "IMG_1.HEIC", "mimeType": "", "buffer": heic((640, 480))}
PROGRAM: FilePayload = {
    "name": "boat.exe",
    "mimeType": "application/octet-stream",
    "buffer": b"MZ\0\0" + bytes(range(256)),
}
BOOK: FilePayload = {"name": "book.txt", "mimeType": "text/plain", "buffer": b"word " * 50_000}
DROP = """(target, text) => {
    const data = new DataTransfer()
    data.items.add(new File([text], "main.py", { type: "text/x-python" }))
    target.dispatchEvent(new DragEvent("drop",
        { bubbles: true, cancelable: true, dataTransfer: data }))
}"""


def button(page: Page) -> Locator:
    return page.get_by_role("button", name="Add to the message")


def remove(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=f"Remove {name}")


async def open_menu(page: Page) -> Locator:
    """Its items, once it has the focus."""
    await button(page).click()
    items = page.get_by_role("menu", name="Add to the message").get_by_role("menuitem")
    await expect(items.first).to_be_focused()
    return items


async def choose(page: Page, item: str, *files: FilePayload) -> None:
    items = await open_menu(page)
    async with page.expect_file_chooser() as chooser:
        await items.filter(has_text=item).click()
    await (await chooser.value).set_files(files)


async def test_texts_and_pictures_come_along_and_all_else_is_refused_in_place(page: Page) -> None:
    await begin(page)
    await expect(page.get_by_role("button", name="Model: ")).not_to_contain_text("Loading")
    await choose(page, "Files…", NOTES, BOAT, PHOTO, PROGRAM, BOOK)
    texts = page.get_by_role("list", name="Attached texts").get_by_role("listitem")
    others = page.get_by_role("list", name="Attachments").get_by_role("listitem")
    await expect(texts).to_have_count(1)
    await expect(texts).to_contain_text("my notes.md")
    await expect(texts).to_contain_text("3 lines")
    await expect(others).to_have_count(4)
    await expect(others.filter(has_text="boat.exe")).to_contain_text("Neither a picture nor a text")
    await expect(others.filter(has_text="book.txt")).to_contain_text("may have 200,000 letters")
    photo = others.filter(has_text="IMG_1.HEIC").locator("img")
    await expect(photo).to_have_js_property("naturalWidth", 400)
    assert await faults(page) == []
    for name, beside in (("boat.exe", "book.txt"), ("book.txt", "IMG_1.HEIC")):
        await remove(page, name).press("Enter")
        await expect(remove(page, beside)).to_be_focused()
    await expect(others).to_have_count(2)

    await page.locator(".text-page").evaluate(DROP, "print('```')")
    await expect(texts).to_have_count(2)
    await field(page).fill("What is this?")
    await send_button(page).click()
    await settled(page, 1)
    await expect(sent(page)).to_have_text(["What is this?"])
    await expect(texts).to_have_count(0)
    await expect(others).to_have_count(0)
    await expect(page.locator(".bubble-pictures img")).to_have_count(2)
    await page.get_by_text("my notes.md · ").click()
    await expect(page.locator(".bubble pre").first).to_have_text("# Boats\n\nThey float.")
    made = await page.context.request.get("/api/generations?kind=text")
    [asked] = (await made.json())["items"]
    assert asked["prompt"] == (
        "What is this?"
        "\n\nattached my notes.md:\n```\n# Boats\n\nThey float.\n```"
        "\n\nattached main.py:\n````\nprint('```')\n````"
    )


async def test_the_menu_is_walked_with_keys_and_opens_the_menus_of_signs(page: Page) -> None:
    await begin(page)
    await expect(page.get_by_role("button", name="Model: ")).not_to_contain_text("Loading")
    items = await open_menu(page)
    await expect(items.filter(has_text="Take a photo")).to_have_count(int(await is_touch(page)))
    await page.keyboard.press("ArrowUp")
    await expect(items.last).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(items.first).to_be_focused()
    await page.keyboard.press("a")
    await expect(items.filter(has_text="Another model")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(items).to_have_count(0)
    await expect(button(page)).to_be_focused()
    await expect(button(page)).to_have_attribute("aria-expanded", "false")

    await field(page).fill("Tell me")
    for name, sign, offered in (
        ("Another model", "Tell me @", "Models"),
        ("Presets and commands", "/Tell me", "What can be done here"),
    ):
        items = await open_menu(page)
        await items.filter(has_text=name).press("Enter")
        await expect(field(page)).to_be_focused()
        await expect(field(page)).to_have_value(sign)
        await expect(page.get_by_role("listbox", name=offered)).to_be_visible()
        await page.keyboard.press("Escape")
        await field(page).fill("Tell me")


async def test_what_is_in_the_clipboard_comes_into_the_message(page: Page) -> None:
    await begin(page)
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for text in ("boats", "They float. " * 400):
        await page.evaluate("text => navigator.clipboard.writeText(text)", text)
        items = await open_menu(page)
        await items.filter(has_text="Paste").click()
        await expect(field(page)).to_be_focused()
    await expect(field(page)).to_have_value("boats")
    await expect(page.get_by_role("list", name="Attached texts")).to_contain_text("pasted.txt")
    await page.evaluate("""() => navigator.clipboard.read = async () => {
        throw new DOMException("no", "NotAllowedError")
    }""")
    items = await open_menu(page)
    await items.filter(has_text="Paste").click()
    refused = page.get_by_role("list", name="Attachments").get_by_role("listitem")
    await expect(refused).to_contain_text("does not let the page read it")
    await remove(page, "Clipboard").press("Enter")
    await expect(button(page)).to_be_focused()


async def test_a_model_that_reads_no_pictures_is_offered_none(page: Page) -> None:
    await begin(page)
    models = await (await page.context.request.get("/api/models?kind=text")).json()
    blind = next(
        model["id"]
        for model in models["items"]
        if model["available"]
        and not model["is_route"]
        and "attachment" not in model["capabilities"]["inputs"]
    )
    await page.goto(f"/generate/text?model={blind}")
    await expect(page.get_by_role("button", name="Model: ")).not_to_contain_text("Loading")
    items = await open_menu(page)
    await expect(items.filter(has_text=re.compile("picture|library|photo", re.I))).to_have_count(0)
    await page.keyboard.press("Escape")
    await choose(page, "Files…", BOAT, NOTES)
    refused = page.get_by_role("list", name="Attachments").get_by_role("listitem")
    await expect(refused).to_contain_text("This model reads text only")
    await expect(page.get_by_role("list", name="Attached texts")).to_contain_text("my notes.md")
