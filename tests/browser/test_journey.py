"""What a new person does first, from the empty page to the film in the library."""

import re
from uuid import uuid4

import pytest
from playwright.async_api import Page, expect

from app.clock import new_id
from tests.browser.conversing import send_button

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]
PASSWORD = "correct horse battery staple"
FILM_PATIENCE = 60_000  # milliseconds; the demo gateway takes 9 s for a film, then it is drawn

PLAYS_ON_FROM_ONE_SECOND = """film => new Promise(done => {
    film.ontimeupdate = () => film.currentTime > 1.1 && done()
    film.muted = true
    film.currentTime = 1
    film.play()
})"""
# Without `wait_for_function`: it uses eval, which our Content-Security-Policy forbids.
LAST_ARTICLE_GROWS = """before => new Promise(done => setInterval(() => {
    const length = [...document.querySelectorAll("article")].at(-1)?.innerText.length
    if (length > before + 40) done()
}, 50))"""


async def test_from_signing_up_to_a_film_in_the_library(page: Page) -> None:
    await _register(page)
    await _write_a_text(page)
    await _make_an_image(page)
    await _make_a_film_of_it(page)
    await _find_both_again(page)
    await _sign_out(page)


async def test_a_text_can_be_stopped(page: Page) -> None:
    await _register(page)
    await page.goto("/generate/text")
    await _send(page, "Write 500 words about boats")
    await expect(page.get_by_role("article").last).to_contain_text("boats", ignore_case=True)
    await page.get_by_role("button", name="Stop").click()
    await expect(page.get_by_text("Stopped by you")).to_be_visible()
    await expect(send_button(page)).to_contain_text("Send")


async def test_a_text_goes_on_growing_after_a_reload(page: Page) -> None:
    await _register(page)
    await page.goto("/generate/text")
    await _send(page, "Write 500 words about boats")
    await page.wait_for_url(re.compile("/generate/text/.+"))
    reply = page.get_by_role("article").last
    await expect(reply).to_contain_text("boats", ignore_case=True)
    await page.reload()
    await expect(reply).to_contain_text("boats", ignore_case=True)
    before = len(await reply.inner_text())
    await page.evaluate(LAST_ARTICLE_GROWS, before)


async def test_what_somebody_writes_never_becomes_markup(page: Page) -> None:
    await _register(page)
    await page.goto("/generate/text")
    attack = (
        f"<img src=x onerror=\"document.title='{uuid4()}'\"><script>1</script> [a](javascript:1)"
    )
    title = await page.title()
    await _send(page, attack)
    await expect(send_button(page)).to_contain_text("Send")
    assert await page.locator("main article script, main article img").count() == 0
    assert await page.locator("a[href^='javascript']").count() == 0
    assert title != "" and attack not in await page.title()


async def _register(page: Page) -> None:
    await page.goto("/register")
    await page.get_by_label("Name").fill("Ada")
    await page.get_by_label("E-mail").fill(f"{new_id()}@example.org")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Create account").click()
    await page.wait_for_url(re.compile("/generate"))
    await expect(page.get_by_text("Demo gateway")).to_be_visible()


async def _send(page: Page, message: str) -> None:
    await page.get_by_label("Message", exact=True).fill(message)
    await send_button(page).click()


async def _write_a_text(page: Page) -> None:
    await page.goto("/generate/text")
    await _send(page, "Tell me about paper boats")
    await expect(page.get_by_role("article").last).to_contain_text("paper boats", ignore_case=True)
    await expect(send_button(page)).to_contain_text("Send")


async def _make_an_image(page: Page) -> None:
    await page.goto("/generate/image")
    await page.get_by_label("What should it show?").fill("A paper boat on a river")
    generate = page.get_by_role("button", name=re.compile(r"Generate · .*\$"))
    await generate.click()
    await expect(page.get_by_role("button", name="Open: A paper boat on a river")).to_be_visible()
    await expect(page.get_by_text(re.compile(r"Done in .* · \$"))).to_be_visible()


async def _make_a_film_of_it(page: Page) -> None:
    await page.goto("/library")
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


async def _find_both_again(page: Page) -> None:
    await page.goto("/library")
    await expect(page.get_by_role("link", name=re.compile("^Image: A paper boat"))).to_be_visible()
    await page.get_by_role("link", name=re.compile("^Video: The paper boat")).click()
    film = page.locator("dialog video")
    await expect(film).to_be_visible()
    await film.evaluate(PLAYS_ON_FROM_ONE_SECOND)


async def _sign_out(page: Page) -> None:
    await page.goto("/account")
    await page.get_by_role("main").get_by_role("button", name="Sign out here").click()
    await page.wait_for_url(re.compile("/login"))
    await page.goto("/library")
    await page.wait_for_url(re.compile("/login"))
