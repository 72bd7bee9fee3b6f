"""The Text page, as a person uses it: on a desktop and on a phone, in a real browser."""

import json
import re

import pytest
from playwright.async_api import Page, Request, expect

from bench.face import weigh
from tests.browser.axe import faults, faults_everywhere
from tests.browser.conversing import LONG, begin, field, say, send_button, sent, settled
from tests.browser.people import OURS

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]

# A picture of one pixel, as somebody would paste it.
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDw"
    "ADhgGAWjR9awAAAABJRU5ErkJggg=="
)
GIVE = """(target, [kind, base64]) => {
    const bytes = Uint8Array.from(atob(base64), each => each.charCodeAt(0))
    const data = new DataTransfer()
    data.items.add(new File([bytes], "boat.png", { type: "image/png" }))
    const how = { bubbles: true, cancelable: true }
    target.dispatchEvent(kind === "paste"
        ? new ClipboardEvent("paste", { ...how, clipboardData: data })
        : new DragEvent("drop", { ...how, dataTransfer: data }))
}"""
PASTE = """(target, text) => {
    const data = new DataTransfer()
    data.setData("text/plain", text)
    target.dispatchEvent(new ClipboardEvent("paste",
        { bubbles: true, cancelable: true, clipboardData: data }))
}"""
TRANSCRIPT = """() => {
    window.said = []
    addEventListener("DOMContentLoaded", () => {
        const news = document.querySelector("#news")
        const note = () => news.textContent && window.said.push(news.textContent)
        new MutationObserver(note).observe(news, { childList: true, characterData: true })
    })
}"""
COMPOSES = """field => {
    const event = new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, isComposing: true,
        bubbles: true, cancelable: true })
    return field.dispatchEvent(event)
}"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


async def test_messages_wait_for_the_reply_over_a_reload_and_are_sent_once(page: Page) -> None:
    posted: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/api/generations/text"):
            posted.append(json.loads(request.post_data or "{}")["prompt"])

    page.on("request", note)
    await begin(page)
    await say(page, LONG)
    await expect(page.locator(".prose > *").first).to_be_visible()
    for message in ("The second", "A mistake", "The third"):
        await field(page).fill(message)
        await page.get_by_role("button", name="Send after this reply").click()
    waiting = page.get_by_role("region", name="Waiting messages")
    await expect(waiting.get_by_role("listitem")).to_have_count(3)
    await page.reload()
    await expect(waiting.get_by_role("listitem")).to_have_count(3)

    await waiting.get_by_role("button", name="Edit: A mistake").click()
    await expect(field(page)).to_have_value("A mistake")
    await settled(page, 3)
    await expect(sent(page)).to_have_text([LONG, "The second", "The third"])
    await expect(waiting).to_be_hidden()
    assert posted == [LONG, "The second", "The third"]


async def test_a_stopped_reply_holds_the_queue_until_it_is_sent_by_hand(page: Page) -> None:
    await begin(page)
    await say(page, LONG)
    await expect(page.locator(".prose > *").first).to_be_visible()
    await field(page).fill("Now")
    await page.get_by_role("button", name="Send after this reply").click()
    await page.get_by_role("button", name="Stop", exact=True).click()
    await expect(page.get_by_text("Stopped by you")).to_be_visible()
    await expect(sent(page)).to_have_text([LONG])
    await page.get_by_role("button", name="Send now: Now").click()
    await expect(sent(page)).to_have_text([LONG, "Now"])
    await expect(page.get_by_role("region", name="Waiting messages")).to_be_hidden()


async def test_who_does_not_see_the_page_hears_what_happens(page: Page) -> None:
    await page.add_init_script(f"({TRANSCRIPT})()")
    await begin(page, "Boats, please")
    said = [*dict.fromkeys(await page.evaluate("window.said"))]
    await expect(page.locator("#news")).to_contain_text("Reply finished")
    said = [*dict.fromkeys(await page.evaluate("window.said"))]
    assert said[:2] == ["Sent.", "Replying."]
    assert re.fullmatch(r"Reply finished, \d+ words\.", said[2])
    assert len(said) == 3, "the words of the reply themselves are not read out"


async def test_enter_sends_but_never_while_somebody_composes(page: Page) -> None:
    await begin(page)
    await expect(page.get_by_role("button", name="Model: ")).not_to_contain_text("Loading")
    await field(page).fill("kanji")
    assert await field(page).evaluate(COMPOSES), "the input method keeps its Enter"
    await field(page).press("Shift+Enter")
    await page.keyboard.type("second line")
    await expect(field(page)).to_have_value("kanji\nsecond line")
    await expect(sent(page)).to_have_count(0)


async def test_earlier_messages_come_back_with_alt_and_arrows(page: Page) -> None:
    await begin(page, "The first one")
    await field(page).fill("half a thought")
    await field(page).press("Alt+ArrowUp")
    await expect(field(page)).to_have_value("The first one")
    await field(page).press("Alt+ArrowDown")
    await expect(field(page)).to_have_value("half a thought")


async def test_every_conversation_keeps_its_draft(page: Page) -> None:
    await begin(page, "The first one")
    thread = page.url
    await field(page).fill("for this one")
    await page.goto("/generate/text")
    await field(page).fill("for a new one")
    await page.goto(thread)
    await expect(field(page)).to_have_value("for this one")
    await page.reload()
    await expect(field(page)).to_have_value("for this one")
    await page.goto("/generate/text")
    await expect(field(page)).to_have_value("for a new one")


@pytest.mark.parametrize("kind", ["paste", "drop"])
async def test_a_picture_is_ready_when_the_server_has_it(page: Page, kind: str) -> None:
    await begin(page)
    await expect(page.get_by_role("button", name="Model: ")).not_to_contain_text("Loading")
    await field(page).fill("What is this?")
    await page.route("**/api/media", lambda route: route.abort(), times=1)
    await field(page).evaluate(GIVE, [kind, PIXEL])
    chip = page.get_by_role("listitem").filter(has_text="boat.png")
    await chip.get_by_role("button", name="Send boat.png again").click()
    await expect(chip).to_contain_text(re.compile(r"\d+ byte"))
    await send_button(page).click()
    await expect(page.locator(".bubble img")).to_have_count(1)
    await expect(chip).to_have_count(0)


async def test_code_tables_and_formulas_are_drawn(page: Page) -> None:
    await begin(page, "Python code, a table and a formula")
    await expect(page.locator("pre .hl-keyword").first).to_be_visible()
    await expect(page.locator(".math math")).to_have_count(3)
    await expect(page.get_by_role("region", name="Table")).to_be_visible()
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Save", exact=True).click()
    assert (await download.value).suggested_filename == "code.py"
    wrap = page.get_by_role("button", name="Wrap")
    await wrap.click()
    await expect(wrap).to_have_attribute("aria-pressed", "true")
    assert await page.evaluate(SIDEWAYS) <= 0


async def test_conversations_are_found_renamed_deleted_and_taken_back(page: Page) -> None:
    await begin(page, "About python and boats")
    thread = page.url
    await page.get_by_role("button", name="More about this text").click()
    await page.get_by_role("button", name="Rename").click()
    await page.get_by_label("Title").fill("Ships")
    await page.get_by_role("button", name="Save", exact=True).last.click()
    await expect(page.get_by_role("heading", name="Ships", level=1)).to_be_visible()

    await page.goto("/generate/text")
    await _open_rail(page)
    await page.get_by_role("searchbox", name="Search texts").fill("def greet")
    await expect(page.locator(".thread-excerpt")).to_contain_text("def greet")
    await page.locator(".thread-link", has_text="Ships").click()
    await expect(page).to_have_url(re.compile(r"\?at="))
    await expect(sent(page)).to_have_text(["About python and boats"])

    await page.get_by_role("button", name="More about this text").click()
    await page.get_by_role("button", name="Delete", exact=True).click()
    await page.wait_for_url(re.compile("/generate/text$"))
    await page.get_by_role("button", name="Undo").click()
    await page.wait_for_url(re.compile(re.escape(thread)))
    await expect(sent(page)).to_have_text(["About python and boats"])


async def _open_rail(page: Page) -> None:
    await expect(field(page)).to_be_visible()
    opener = page.get_by_role("button", name="Open navigation")
    if await opener.is_visible():
        await opener.click()


async def test_the_page_follows_only_who_is_at_the_end(page: Page) -> None:
    await begin(page)
    await page.set_viewport_size({"width": 360, "height": 420})
    await say(page, "Write 600 words about boats")
    end = page.get_by_role("button", name="To the newest")
    await expect(page.locator(".prose > p").nth(3)).to_be_attached(timeout=60_000)
    await expect(end).to_be_hidden()
    await page.mouse.move(180, 300)
    await page.mouse.wheel(0, -600)
    await expect(end).to_be_visible()
    await expect(page.get_by_role("button", name="there is more to read")).to_be_visible()
    await end.click()
    await expect(end).to_be_hidden()
    await page.get_by_role("button", name="Stop", exact=True).click()


async def test_everything_can_be_done_by_keyboard(page: Page) -> None:
    await begin(page)
    await expect(page.get_by_role("button", name="Model: ")).not_to_contain_text("Loading")
    await page.keyboard.press("/")
    await page.keyboard.type("Boats, please")
    await page.keyboard.press("Control+Enter")
    await settled(page, 1)
    await page.get_by_role("button", name="Copy reply 1").focus()
    await expect(page.get_by_role("button", name="Copy reply 1")).to_be_focused()
    for name in ("Regenerate reply 1", "More for reply 1"):
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("button", name=name)).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Shift+Escape")
    await expect(field(page)).to_be_focused()


async def test_the_focus_stays_on_what_it_was_on_when_a_reply_changes(page: Page) -> None:
    await begin(page, "Boats, please")
    again = page.get_by_role("button", name="Regenerate reply 1")
    await again.focus()
    await again.evaluate("button => button.dataset.drawn = 'before'")
    listed = await (await page.context.request.get("/api/generations")).json()
    path = f"/api/generations/{listed['items'][0]['id']}"
    answer = await page.context.request.patch(path, data={"favourite": True}, headers=OURS)
    assert answer.ok
    await expect(again).not_to_have_attribute("data-drawn", "before")
    await expect(again).to_be_focused()


async def test_a_long_paste_goes_along_as_a_file_and_can_be_put_back(page: Page) -> None:
    await begin(page)
    lines = "\n".join(f"{at}. Not all boats are ``` alike" for at in range(300))
    await field(page).fill("What is this about?")
    await field(page).evaluate(PASTE, "short")
    await field(page).evaluate(PASTE, lines)
    chips = page.get_by_role("list", name="Attached texts").get_by_role("listitem")
    await expect(chips).to_have_count(1)
    await expect(chips).to_contain_text("pasted.txt")
    await expect(chips).to_contain_text("300 lines")
    await page.reload()
    await expect(field(page)).to_have_value("What is this about?")
    await page.get_by_role("button", name="Put in message: pasted.txt").click()
    await expect(chips).to_have_count(0)
    assert lines in await field(page).input_value()

    await field(page).fill("What is this about?")
    await field(page).evaluate(PASTE, lines)
    assert await faults(page) == []
    await send_button(page).click()
    await settled(page, 1)
    await expect(chips).to_have_count(0)
    await expect(sent(page)).to_have_text(["What is this about?"])
    shown = page.locator(".bubble pre")
    await expect(shown).to_be_hidden()
    await page.get_by_text("pasted.txt · ").click()
    await expect(shown).to_have_text(lines)
    made = await page.context.request.get("/api/generations?kind=text")
    [asked] = (await made.json())["items"]
    assert asked["prompt"] == f"What is this about?\n\npasted.txt:\n````\n{lines}\n````"


async def test_a_narrow_page_and_large_text_need_no_sideways_scroll(page: Page) -> None:
    await begin(page, "Python code, a table and a formula")
    await page.set_viewport_size({"width": 320, "height": 640})
    assert await page.evaluate(SIDEWAYS) <= 0
    await page.set_viewport_size({"width": 640, "height": 800})
    await page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert await page.evaluate(SIDEWAYS) <= 0


async def test_the_first_load_is_light(page: Page) -> None:
    await begin(page)
    weight = await weigh(page, page.url)
    assert weight.bytes <= 100_000, weight
    assert weight.bytes + weight.fonts <= 170_000, weight
    assert weight.shift <= 0.02


async def test_what_numbers_and_dates_need_is_loaded_aside_from_the_page(page: Page) -> None:
    async with page.expect_worker() as begun:
        await page.goto("/generate/text")
    worker = await begun.value
    assert worker.url.endswith("/workers/languages.js")
    while worker in page.workers:  # it ends by itself
        await page.wait_for_timeout(20)


async def test_nothing_is_wrong_with_a_conversation(page: Page) -> None:
    await begin(page, "Python code, a table and a formula")
    await page.get_by_role("button", name="More for reply 1").click()
    assert await faults_everywhere(page) == []
    await page.keyboard.press("Escape")
    await say(page, "Write 2000 words about boats")
    await expect(page.locator(".prose").nth(1).locator("> *").first).to_be_visible()
    await field(page).fill("Later")
    await page.get_by_role("button", name="Send after this reply").click()
    await page.get_by_role("button", name="Settings", exact=True).click()
    await page.set_viewport_size({"width": 360, "height": 900})
    await expect(page.locator("dialog:modal")).to_contain_text("Instructions")
    assert await faults_everywhere(page) == []
