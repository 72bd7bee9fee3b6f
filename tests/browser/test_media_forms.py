"""The image and video forms: settings that fit the model, and the price before it is spent."""

import asyncio
import re
from contextlib import suppress

import pytest
from playwright.async_api import BrowserContext, Error, Page, Route, expect

from app.catalog.service import Catalogue
from app.money import Micros
from app.usage.budgets import Limits, set_limits
from tests.browser.conversing import field
from tests.browser.making import GROK, SEEDREAM, VEO, card_of, choose_model, generate, opened, pick
from tests.studio import Studio

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]

WRITER = "google/gemini-2.5-flash"
TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"


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
    await expect(problem).to_contain_text("Not charged.")
    await expect(problem).to_contain_text("E-PRICE-CAP-EXCEEDED")
    assert studio.demo.recorded("POST", "/images") == []

    await many.fill("2")
    await many.press("Tab")
    await expect(generate(page)).to_have_accessible_name("Generate · up to $0.08")
    await generate(page).click()
    await expect(card_of(page, "Three boats")).to_be_visible()
    await expect(problem).to_be_empty()

    await studio.part(Catalogue).change(WRITER, price_cap=Micros(1_000))
    await page.goto(f"/generate/text?model={WRITER}")
    await field(page).fill("Boats, please")
    await expect(page.get_by_text("may cost at most $0.001 here")).to_be_visible()


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
