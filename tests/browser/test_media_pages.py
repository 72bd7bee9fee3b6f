"""The image and video pages: forms that never lie, prices before and after, truthful cards.

The app runs inside the test, so that its clock can be turned and the gateway's faults be ordered.
"""

import asyncio
import re
from base64 import b64encode
from collections.abc import AsyncGenerator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Error, Locator, Page, Route, expect

from app.catalog.service import Catalogue
from app.demo import Fault
from app.money import Micros
from app.usage.budgets import Limits, set_limits
from tests.browser.axe import faults
from tests.browser.people import sign_up
from tests.clocks import TurnableClock
from tests.generation.pixels import PIXEL
from tests.studio import Studio, demo_for_tests

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]

GROK, VEO, DRAWER = "x-ai/grok-imagine-video", "google/veo-3.1-lite", "openai/gpt-image-2"
SEEDREAM = "bytedance-seed/seedream-4.5"
USUAL = {"items": [{"model": VEO, "low_s": 40, "median_s": 60, "high_s": 90}]}
DROP = """(place, [content, type]) => {
    const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0))
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([bytes], "saved", { type }))
    const event = { dataTransfer, bubbles: true, cancelable: true }
    for (const name of ["dragenter", "dragover", "drop"])
        place.dispatchEvent(new DragEvent(name, event))
}"""
MAKING = 90  # seconds in which a busy machine has drawn a film
TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def studio(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Studio]:
    clock = TurnableClock()
    # The page counts time by the browser's clock, which nobody turns.
    clock.now = datetime.now(UTC)
    folder = tmp_path_factory.mktemp("studio") / "data"
    yield (running := await Studio(folder, clock, demo_for_tests(clock)).start())
    await running.close()


@pytest_asyncio.fixture(loop_scope="module")
async def ada(browser: Browser, studio: Studio) -> AsyncGenerator[BrowserContext]:
    """Somebody new, with a browser of her own. Any error in a page fails the test."""
    context = await browser.new_context(
        base_url=studio.url, viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    broken: list[str] = []
    context.on("weberror", lambda error: broken.append(str(error.error)))
    await sign_up(context)
    yield context
    await context.close()
    studio.demo.reset()
    assert broken == []


async def opened(context: BrowserContext, path: str) -> Page:
    page = await context.new_page()
    await page.goto(path)
    await expect(generate(page)).to_be_visible()
    return page


def generate(page: Page) -> Locator:
    return page.get_by_role("button", name=re.compile("^Generate"))


async def choose_model(page: Page, model: str) -> None:
    await page.get_by_role("button", name=re.compile("^Model:")).click()
    await page.get_by_role("combobox", name="Search models").fill(model)
    await page.keyboard.press("Enter")


async def pick(page: Page, option: str) -> None:
    await page.locator("label.segment").filter(has_text=re.compile(f"^{option}$")).click()


async def make(studio: Studio, page: Page, prompt: str) -> Locator:
    """Ask for it, let time pass until it has ended, and give its card."""
    await page.get_by_role("textbox", name=re.compile("^What should")).fill(prompt)
    await generate(page).click()
    card = card_of(page, prompt)
    await expect(card).to_be_visible()
    await pass_time_until_ended(studio, card)
    return card


def card_of(page: Page, prompt: str) -> Locator:
    return page.locator(".job").filter(has_text=prompt).first


async def drop(page: Page, place: str, content: bytes, mime: str) -> None:
    """Let a file fall there, as from a folder of the person's own."""
    await page.locator(place).first.evaluate(DROP, [b64encode(content).decode(), mime])


async def pass_time_until_ended(studio: Studio, card: Locator) -> None:
    async with asyncio.timeout(MAKING):
        while await card.get_attribute("data-state") in ("queued", "running"):
            studio.turn(seconds=1)
            await card.page.wait_for_timeout(50)


async def set_budget(studio: Studio, page: Page, day: int) -> None:
    me = await (await page.request.get("/api/auth/me")).json()
    limits = Limits(day=Micros(day), month=None)
    await studio.db.write(lambda tx: set_limits(tx, me["id"], limits))


async def test_another_model_keeps_what_fits_says_what_it_changed_and_gives_it_back(
    ada: BrowserContext,
) -> None:
    page = await opened(ada, "/generate/video")
    await choose_model(page, GROK)
    length = page.get_by_role("spinbutton", name="Length")
    await length.fill("10")
    await length.press("Tab")
    await pick(page, "9:16")

    await choose_model(page, VEO)
    notes = page.locator(".change-notes")
    await expect(notes).to_have_text("Length changed from 10 to 8 s: this model offers 4, 6, 8.")
    await expect(page.get_by_role("radio", name="8 s")).to_be_checked()
    await expect(page.get_by_role("radio", name="9:16")).to_be_checked()

    await choose_model(page, GROK)
    await expect(length).to_have_value("10")
    await expect(notes).to_be_empty()


async def test_every_setting_tells_what_it_is_for_and_what_it_is_unless_said(
    ada: BrowserContext,
) -> None:
    page = await opened(ada, "/generate/video")
    await choose_model(page, VEO)
    about = page.get_by_role("button", name="About Length")
    await about.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Unless you choose: 4 s.")).to_be_visible()
    await expect(about).to_have_attribute("aria-expanded", "true")


async def test_a_dear_film_is_asked_about_by_name_and_sent_only_after_a_yes(
    studio: Studio, ada: BrowserContext
) -> None:
    page = await opened(ada, "/generate/video")
    await choose_model(page, "google/veo-3.1-fast")
    await pick(page, "4K")
    await pick(page, "8 s")
    price = "2.40"  # 8 s at $0.30
    await expect(generate(page)).to_have_accessible_name(f"Generate · ${price}")
    await expect(generate(page)).to_have_accessible_description(re.compile("Budget left: .* today"))

    await page.get_by_label("What should happen?").fill("A heron lifts off")
    await generate(page).click()
    dialog = page.get_by_role("dialog", name=f"Make this film for ${price}?")
    await dialog.get_by_role("button", name="Not now").click()
    await expect(dialog).to_be_hidden()
    assert studio.demo.recorded("POST", "/videos") == []

    await generate(page).click()
    await dialog.get_by_role("button", name=f"Go ahead · ${price}").click()
    await expect(card_of(page, "A heron lifts off")).to_be_visible()


async def test_a_price_that_arrives_late_never_replaces_a_newer_one(ada: BrowserContext) -> None:
    page = await opened(ada, "/generate/video")
    await choose_model(page, VEO)
    await expect(generate(page)).to_contain_text("$0.2")  # 4 s at $0.05
    asked, answer = asyncio.Event(), asyncio.Event()

    async def hold_the_first(route: Route) -> None:
        if not asked.is_set():
            asked.set()
            await answer.wait()
        with suppress(Error):  # the page no longer waits for the one that was held
            await route.continue_()

    await page.route("**/api/generations/video/quote", hold_the_first)
    await pick(page, "8 s")
    await asked.wait()
    await pick(page, "6 s")
    await expect(generate(page)).to_contain_text("$0.30")
    answer.set()
    await page.unroute_all(behavior="wait")
    await expect(generate(page)).to_contain_text("$0.30")


async def test_a_budget_that_runs_low_is_told_before_and_one_used_up_in_place(
    studio: Studio, ada: BrowserContext
) -> None:
    page = await opened(ada, "/generate/video")
    await set_budget(studio, page, 100_000)
    await page.reload()
    await choose_model(page, VEO)
    warning = page.get_by_text("More than your budget has left: $0.10 today.")
    await expect(warning).to_be_visible()

    await page.get_by_label("What should happen?").fill("A tide")
    await generate(page).click()
    problem = page.locator(".form-problem")
    await expect(problem).to_contain_text("$0.10 of your budget for the day is left")
    await expect(problem).to_contain_text("It starts over in")
    await expect(problem).to_contain_text("E-BUDGET-EXCEEDED")
    await expect(page.locator(".job")).to_have_count(0)
    await expect(page.get_by_label("What should happen?")).to_have_value("A tide")


async def test_a_price_above_the_cap_of_its_model_is_told_before_and_refused_in_place(
    studio: Studio, ada: BrowserContext
) -> None:
    await studio.part(Catalogue).change(SEEDREAM, price_cap=Micros(100_000))
    page = await opened(ada, "/generate/image")
    await choose_model(page, SEEDREAM)
    many = page.get_by_role("spinbutton", name="How many")
    await many.fill("3")
    await many.press("Tab")
    told = page.get_by_text("One request to this model may cost at most $0.10 here")
    await expect(told).to_be_visible()
    await expect(generate(page)).to_have_accessible_name("Generate · up to $0.12")
    await expect(generate(page)).to_have_accessible_description(re.compile(r"will be refused\."))
    await page.get_by_label("What should it show?").fill("Three boats")
    await generate(page).click()
    problem = page.locator(".form-problem")
    await expect(problem).to_contain_text("This costs about $0.12")
    await expect(problem).to_contain_text("Ask for fewer or smaller images")
    await expect(problem).to_contain_text("E-PRICE-CAP-EXCEEDED")
    assert studio.demo.recorded("POST", "/images") == []

    await many.fill("2")
    await many.press("Tab")
    await expect(generate(page)).to_have_accessible_name("Generate · up to $0.08")
    await generate(page).click()
    await expect(card_of(page, "Three boats")).to_be_visible()
    await expect(problem).to_be_empty()


async def test_cards_stand_there_at_once_one_plate_for_each_picture(
    studio: Studio, ada: BrowserContext
) -> None:
    page = await opened(ada, "/generate/image")
    await choose_model(page, DRAWER)
    await pick(page, "16:9")
    await page.get_by_role("spinbutton", name="How many").fill("4")
    gate = asyncio.Event()
    await page.route("**/api/generations/image", lambda route: after(gate, route))
    await page.get_by_label("What should it show?").fill("A red kite")
    await generate(page).click()
    card = card_of(page, "A red kite")
    await expect(card).to_contain_text("Sending")
    await expect(card.locator(".developing")).to_have_count(4)
    plate = await card.locator(".developing").first.bounding_box()
    assert plate is not None and abs(plate["width"] / plate["height"] - 16 / 9) < 0.05

    gate.set()
    await pass_time_until_ended(studio, card)
    await expect(card.get_by_role("button", name="Open: A red kite, 4 of 4")).to_be_visible()
    await expect(card).to_contain_text(re.compile(r"Done in .* · \$.* · quoted about \$"))


async def test_a_failure_says_why_what_to_do_and_what_it_cost_and_can_be_tried_again(
    studio: Studio, ada: BrowserContext
) -> None:
    studio.demo.script(path="/images", answer=Fault.status(500))
    page = await opened(ada, "/generate/image")
    await choose_model(page, DRAWER)
    card = await make(studio, page, "A blue kite")
    problem = card.locator(".problem")
    await expect(problem).to_contain_text("Not charged.")
    await expect(problem).to_contain_text("Code ")
    assert await faults(page) == []

    await problem.get_by_role("button", name="Try again").click()
    again = page.locator('.job[data-state="succeeded"]')
    await expect(page.locator(".job")).to_have_count(2)
    await pass_time_until_ended(studio, page.locator(".job").first)
    await expect(again).to_have_count(1)


async def test_what_can_only_fail_again_is_not_offered_again(
    studio: Studio, ada: BrowserContext
) -> None:
    studio.demo.script(path="/images", answer=Fault.status(400))
    page = await opened(ada, "/generate/image")
    await choose_model(page, DRAWER)
    card = await make(studio, page, "A forbidden kite")
    await expect(card.locator(".problem")).to_contain_text("trying the same again will not help")
    await expect(card.get_by_role("button", name="Try again")).to_have_count(0)
    await expect(card.get_by_role("button", name="Use again")).to_be_visible()


async def test_an_unknown_outcome_is_called_that_and_never_sent_again_by_itself(
    studio: Studio, ada: BrowserContext
) -> None:
    studio.demo.script(path="/videos", answer=Fault.drop_before_answer())
    page = await opened(ada, "/generate/video")
    await choose_model(page, VEO)
    card = await make(studio, page, "A lost boat")
    await expect(card).to_contain_text("Outcome unknown")
    await expect(card).to_contain_text("stays set aside until an administrator has looked")
    await card.get_by_role("button", name="Try again").click()
    dialog = page.get_by_role("dialog", name="Try again without knowing?")
    await expect(dialog).to_contain_text("a second one costs again")
    assert await faults(page) == []
    await dialog.get_by_role("button", name="Cancel").click()
    assert len(studio.demo.recorded("POST", "/videos")) == 1


async def test_a_running_film_tells_how_long_and_that_it_cannot_be_stopped(
    studio: Studio, ada: BrowserContext
) -> None:
    page = await opened(ada, "/generate/video")
    await page.route("**/api/generations/usual*", lambda route: route.fulfill(json=USUAL))
    await page.reload()
    await choose_model(page, VEO)
    await page.get_by_label("What should happen?").fill("A slow tide")
    await generate(page).click()
    card = card_of(page, "A slow tide")
    while await card.get_attribute("data-state") != "running":
        studio.turn(seconds=1)
        await page.wait_for_timeout(50)
    await expect(card).to_contain_text("usually 40 s–1 min 30 s")
    await expect(page.get_by_text("You can leave this page; the work")).to_be_visible()
    await card.get_by_role("button", name="Cancel").click()
    dialog = page.get_by_role("dialog", name="OpenRouter cannot stop this film")
    await expect(dialog).to_contain_text("It may still cost $0.20.")
    assert await faults(page) == []
    await dialog.get_by_role("button", name="Keep waiting").click()
    await expect(card).to_have_attribute("data-state", "running")
    await card.get_by_role("button", name="Cancel").click()
    await dialog.get_by_role("button", name="Hide it").click()
    await expect(card).to_contain_text("Cancelled")
    await expect(card).to_contain_text("If it still arrives it will show here")


async def test_what_waits_tells_its_place_in_line_and_moves_up(
    studio: Studio, ada: BrowserContext
) -> None:
    await studio.db.write(lambda tx: tx.run("DELETE FROM jobs"))
    busy = Fault.status(429, headers={"Retry-After": "600"})
    studio.demo.script(path="/videos", answer=busy, times=None)
    page = await ada.new_page()
    await page.clock.install(time=studio.clock.now + timedelta(seconds=10))
    await page.goto("/generate/video")
    await choose_model(page, GROK)
    for prompt in ("A slow tide", "A quick tide"):
        await page.get_by_label("What should happen?").fill(prompt)
        await generate(page).click()
        await expect(card_of(page, prompt)).to_have_attribute("data-state", "queued")
        studio.clock.turn(seconds=2)
    await expect(card_of(page, "A slow tide")).to_contain_text("Waiting its turn · next in line")
    second = card_of(page, "A quick tide")
    await expect(second).to_contain_text("Waiting its turn · 2nd in line")

    await card_of(page, "A slow tide").get_by_role("button", name="Cancel").click()
    await expect(card_of(page, "A slow tide")).to_contain_text("Not charged")
    studio.clock.turn(seconds=2)
    await expect(second).to_contain_text("next in line")
    await page.goto("/jobs")
    await expect(page.locator(".row").filter(has_text="A quick tide")).to_contain_text(
        "next in line"
    )


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


async def test_words_alone_take_reference_pictures_where_the_model_does(
    ada: BrowserContext,
) -> None:
    page = await opened(ada, "/generate/video")
    references = page.get_by_role("group", name="Reference pictures")
    await choose_model(page, VEO)
    await expect(references).to_be_hidden()
    await choose_model(page, "bytedance/seedance-2.0-mini")
    await expect(references).to_be_visible()
    await page.get_by_role("tab", name="Image to video").click()
    await expect(references).to_be_hidden()
    await expect(page.get_by_role("group", name="Start frame")).to_be_visible()


@pytest.mark.parametrize("path", ["/generate/image", "/generate/video?mode=image", "/usage"])
async def test_nothing_runs_out_of_a_narrow_page_or_one_with_large_text(
    ada: BrowserContext, path: str
) -> None:
    page = await ada.new_page()
    await page.set_viewport_size({"width": 320, "height": 700})
    await page.goto(path)
    await expect(page.locator("h1")).to_be_visible()
    assert await page.evaluate(TOO_WIDE) == 0
    await page.set_viewport_size({"width": 640, "height": 900})
    await page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert await page.evaluate(TOO_WIDE) == 0


async def after(gate: asyncio.Event, route: Route) -> None:
    await gate.wait()
    await route.continue_()
