"""The cards of images and films: there at once, and truthful about time, price and failure."""

import asyncio
import re
from datetime import timedelta

import pytest
from playwright.async_api import BrowserContext, Route, expect

from app.demo import Fault
from tests.browser.axe import faults
from tests.browser.making import (
    DRAWER,
    GROK,
    VEO,
    card_of,
    choose_model,
    generate,
    make,
    opened,
    pass_time_until_ended,
    pick,
)
from tests.studio import Studio

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]

USUAL = {"items": [{"model": VEO, "low_s": 40, "median_s": 60, "high_s": 90}]}


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


async def after(gate: asyncio.Event, route: Route) -> None:
    await gate.wait()
    await route.continue_()
