"""What a new person does first, step by step.

Addresses are relative, since the site may lie below a path.
"""

import re

from playwright.async_api import Page, expect

from app.clock import new_id
from tests.browser.conversing import say, send_button
from tests.browser.people import PASSWORD

FILM_PATIENCE = 60_000  # milliseconds; the demo gateway takes 9 s for a film, then it is drawn

PLAYS_ON_FROM_ONE_SECOND = """film => new Promise(done => {
    film.ontimeupdate = () => film.currentTime > 1.1 && done()
    film.muted = true
    film.currentTime = 1
    film.play()
})"""


async def whole_journey(page: Page) -> None:
    """From the empty page to the film in the library, and out again."""
    await register(page)
    await write_a_text(page)
    await make_an_image(page)
    await make_a_film_of_it(page)
    await find_both_again(page)
    await sign_out(page)


async def register(page: Page) -> None:
    await page.goto("register")
    await page.get_by_label("Name").fill("Ada")
    await page.get_by_label("E-mail").fill(f"{new_id()}@example.org")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Create account").click()
    await page.wait_for_url(re.compile("/generate"))
    await expect(page.get_by_text("Demo gateway")).to_be_visible()


async def write_a_text(page: Page) -> None:
    await page.goto("generate/text")
    await say(page, "Tell me about paper boats")
    await expect(page.get_by_role("article").last).to_contain_text("paper boats", ignore_case=True)
    await expect(send_button(page)).to_contain_text("Send")


async def make_an_image(page: Page) -> None:
    await page.goto("generate/image")
    await page.get_by_label("What should it show?").fill("A paper boat on a river")
    generate = page.get_by_role("button", name=re.compile(r"Generate · .*\$"))
    await generate.click()
    await expect(page.get_by_role("button", name="Open: A paper boat on a river")).to_be_visible()
    await expect(page.get_by_text(re.compile(r"Done in .* · \$"))).to_be_visible()


async def make_a_film_of_it(page: Page) -> None:
    await page.goto("library")
    await page.get_by_role("link", name="Image: A paper boat on a river").click()
    viewer = page.get_by_role("dialog")
    start_frame = viewer.get_by_role("button", name="Start frame of a film")
    await expect(viewer).to_be_visible()
    if not await start_frame.is_visible():
        await viewer.get_by_role("button", name="Details").click()
    await start_frame.click()
    await page.wait_for_url(re.compile("/generate/video"))
    await page.get_by_label("How should it move?").fill("The paper boat sails away")
    await page.get_by_role("button", name=re.compile(r"Generate · .*\$")).click()
    await expect(page.get_by_text(re.compile(r"Done in .* · \$"))).to_be_visible(
        timeout=FILM_PATIENCE
    )
    await expect(page.get_by_role("main").locator("video")).to_be_visible()


async def find_both_again(page: Page) -> None:
    await page.goto("library")
    await expect(page.get_by_role("link", name=re.compile("^Image: A paper boat"))).to_be_visible()
    await page.get_by_role("link", name=re.compile("^Video: The paper boat")).click()
    film = page.locator("dialog video")
    await expect(film).to_be_visible()
    await film.evaluate(PLAYS_ON_FROM_ONE_SECOND)


async def sign_out(page: Page) -> None:
    await page.goto("account")
    await page.get_by_role("main").get_by_role("button", name="Sign out here").click()
    await page.wait_for_url(re.compile("/login"))
    await page.goto("library")
    await page.wait_for_url(re.compile("/login"))
