"""The twelve things people come for, done without a mouse: only keys, and the focus in sight.

Every control is reached by Tab (with arrows inside of a group, as everywhere on the web), and what
has the focus must show it. One person does one thing after the other, as on a day.
"""

import re
from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from app.clock import new_id
from tests.browser.conftest import window
from tests.browser.people import PASSWORD

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]

EMAIL = f"{new_id()}@example.org"
MOST_STOPS = 120  # more than any page has: beyond them the focus goes round in circles
IS_FOCUSED = "element => element === document.activeElement"
# Of the element, and of what stands for it where it is drawn by another one.
LOOK = """element => {
    const drawn = element.closest("label, .segment, .tile, .switch, .composer-box") ?? element
    const style = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "borderColor",
        "backgroundImage"]
    return [element, drawn, element.nextElementSibling, element.parentElement].map(each =>
        each && style.map(name => getComputedStyle(each)[name]).join(" ")).join(" | ")
}"""
# What a screen reader is told, word for word.
LISTEN = """() => {
    window.said = []
    const news = document.querySelector("#news")
    const note = () => news.textContent && window.said.push(news.textContent)
    new MutationObserver(note).observe(news, { childList: true, characterData: true })
}"""
FILM_PATIENCE = 60_000  # milliseconds


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(browser: Browser, site: str) -> AsyncGenerator[Page]:
    """One window, in which everything is done."""
    async with window(browser, site, phone=False) as opened:
        yield opened


async def reach(target: Locator) -> None:
    """Press Tab until it has the focus."""
    page = target.page
    await expect(target).to_be_visible()
    if await target.evaluate(IS_FOCUSED):
        return
    before = await target.evaluate(LOOK)
    for _ in range(MOST_STOPS):
        await page.keyboard.press("Tab")
        if await target.evaluate(IS_FOCUSED):
            assert await target.evaluate(LOOK) != before, f"the focus does not show: {target}"
            return
    raise AssertionError(f"Tab does not lead to {target}")


async def press(target: Locator, key: str = "Enter") -> None:
    await reach(target)
    await target.page.keyboard.press(key)


async def reach_tile(tile: Locator) -> None:
    """Into the grid by Tab, which leads to the one that was current, then on by arrows."""
    page = tile.page
    await expect(tile).to_be_visible()
    await reach(page.get_by_role("grid").locator("a[tabindex='0']"))
    for _ in range(MOST_STOPS):
        if await tile.evaluate(IS_FOCUSED):
            return
        await page.keyboard.press("ArrowRight")
    raise AssertionError(f"no arrow leads to {tile}")


async def write(field: Locator, words: str) -> None:
    await reach(field)
    await field.page.keyboard.press("Control+a")
    await field.page.keyboard.type(words)


def button(page: Page, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("button", name=name, exact=isinstance(name, str))


def boat(page: Page) -> Locator:
    return page.get_by_role("link", name="Image: A paper boat", exact=True)


async def test_one_signs_up(desk: Page) -> None:
    await desk.goto("/register")
    await write(desk.get_by_label("Name"), "Ada")
    await write(desk.get_by_label("E-mail"), EMAIL)
    await write(desk.get_by_label("Password"), PASSWORD)
    await desk.keyboard.press("Enter")
    await expect(desk).to_have_url(re.compile("/generate"))
    await expect(button(desk, re.compile("Account menu"))).to_contain_text("Ada")


async def test_two_signs_out_and_in_again(desk: Page) -> None:
    await press(button(desk, re.compile("Account menu")))
    await press(button(desk, "Sign out"))
    await expect(desk).to_have_url(re.compile("/login"))
    await write(desk.get_by_label("E-mail"), EMAIL)
    await write(desk.get_by_label("Password"), PASSWORD)
    await desk.keyboard.press("Enter")
    await expect(desk).to_have_url(re.compile("/generate/text"))
    await expect(button(desk, re.compile("Account menu"))).to_contain_text("Ada")


async def test_three_writes_a_text_and_reads_the_reply(desk: Page) -> None:
    await write(desk.get_by_label("Message", exact=True), "Tell me about paper boats")
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_role("article").last).to_contain_text("paper boats", ignore_case=True)
    await expect(button(desk, re.compile("^Send( |$)"))).to_be_visible()


async def test_four_stops_a_reply(desk: Page) -> None:
    await write(desk.get_by_label("Message", exact=True), "Write 2000 words about boats")
    await desk.keyboard.press("Enter")
    await press(button(desk, "Stop"))
    await expect(desk.get_by_text("Stopped by you")).to_be_visible()


async def test_five_asks_another_model(desk: Page) -> None:
    await press(button(desk, re.compile("^Model:")))
    await expect(desk.get_by_role("combobox", name="Search models")).to_be_focused()
    await desk.keyboard.type("haiku")
    await desk.keyboard.press("Enter")
    await expect(button(desk, re.compile("^Model:.*Haiku"))).to_be_visible()


async def test_six_says_it_otherwise_and_goes_back_to_how_it_was(desk: Page) -> None:
    await press(button(desk, "Edit message 1"))
    edited = desk.get_by_role("article").first.get_by_role("textbox", name="Message")
    await expect(edited).to_be_focused()
    await desk.keyboard.press("Control+a")
    await desk.keyboard.type("Tell me about kites")
    await desk.keyboard.press("Control+Enter")
    await expect(desk.get_by_text("2 / 2").first).to_be_visible()
    await press(button(desk, re.compile("^Previous version")).first)
    await expect(desk.get_by_text("1 / 2").first).to_be_visible()


async def test_seven_makes_a_picture(desk: Page) -> None:
    await press(desk.get_by_role("link", name="Image", exact=True))
    await desk.wait_for_url(re.compile("/generate/image"))
    await write(desk.get_by_label("What should it show?"), "A paper boat")
    await desk.evaluate(LISTEN)
    await press(button(desk, re.compile(r"Generate · .*\$")))
    await expect(button(desk, "Open: A paper boat")).to_be_visible()
    await expect(desk.locator("#news")).to_have_text("Image finished.")
    said: list[str] = await desk.evaluate("() => window.said")
    # Of two things in the same moment only the later one is told, and nothing twice.
    assert (said[0], said[-1]) == ("Sending", "Image finished.")
    assert len(said) == len(
        {*said} & {"Sending", "Image queued.", "Image started.", "Image finished."}
    )


async def test_eight_makes_a_film_of_it(desk: Page) -> None:
    await press(button(desk, "Open: A paper boat"))
    await press(desk.get_by_role("dialog").get_by_role("button", name="Start frame of a film"))
    await desk.wait_for_url(re.compile("/generate/video"))
    await write(desk.get_by_label("How should it move?"), "It sails away")
    await press(button(desk, re.compile(r"Generate · .*\$")))
    await expect(desk.get_by_text(re.compile(r"Done in .* · \$"))).to_be_visible(
        timeout=FILM_PATIENCE
    )


async def test_nine_cancels_what_takes_too_long(desk: Page) -> None:
    await write(desk.get_by_label("How should it move?"), "Never mind")
    await press(button(desk, re.compile(r"Generate · .*\$")))
    await press(desk.locator(".job").first.get_by_role("button", name=re.compile("^Cancel")))
    cancelled = desk.locator(".job[data-state=cancelled]").first
    hide = desk.get_by_role("dialog").get_by_role("button", name="Hide it")
    await expect(hide.or_(cancelled).first).to_be_visible()
    if await hide.count():  # it had begun: then it may still cost
        await press(hide)
    await expect(cancelled).to_be_visible()


async def test_ten_finds_it_again_and_looks_at_it(desk: Page) -> None:
    await press(desk.get_by_role("link", name="Library", exact=True))
    await desk.wait_for_url(re.compile("/library"))
    await write(desk.get_by_role("searchbox", name="Search what you asked for"), "A paper boat")
    await reach_tile(boat(desk))
    await desk.keyboard.press("Enter")
    viewer = desk.get_by_role("dialog", name="Viewer")
    await expect(viewer.get_by_role("img", name="A paper boat")).to_be_visible()
    await press(viewer.get_by_role("button", name="Favourite"))
    await desk.keyboard.press("Escape")
    await expect(viewer).to_be_hidden()
    await expect(boat(desk)).to_be_focused()


async def test_eleven_throws_it_away_and_takes_it_back(desk: Page) -> None:
    await press(button(desk, "Select"))
    await reach_tile(boat(desk))
    await desk.keyboard.press("Space")
    tools = desk.get_by_role("toolbar", name="Selected items")
    await press(tools.get_by_role("button", name="Delete", exact=True))
    await expect(boat(desk)).to_be_hidden()
    await press(button(desk, "Undo"))
    await expect(boat(desk)).to_be_visible()


async def test_twelve_sees_what_it_cost_and_makes_the_page_light(desk: Page) -> None:
    await press(desk.get_by_role("link", name="Usage", exact=True))
    await expect(desk.get_by_role("main").get_by_text(re.compile(r"\$\d")).first).to_be_visible()
    await press(button(desk, re.compile("Account menu")))
    await press(desk.get_by_role("link", name="Account", exact=True))
    await desk.wait_for_url(re.compile("/account"))
    light = desk.get_by_role("radio", name="Light")
    group = desk.get_by_role("group", name="Theme").or_(
        desk.get_by_role("radiogroup", name="Theme")
    )
    await reach(group.locator(":checked"))
    while not await light.is_checked():
        await desk.keyboard.press("ArrowRight")
    await expect(desk.locator("html")).to_have_attribute("data-theme", "light")
