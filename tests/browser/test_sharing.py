"""A link from its making to its end: by its owner, and by somebody without an account."""

import re

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import NO_WORKER, window
from tests.browser.people import OURS, ask, sign_in, sign_up

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]

SECRET = "open sesame 9"
HOSTILE = '<img src=x onerror="hit=1"> [a](javascript:hit=1) <script>hit=1</script> **strong**'


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def boss(browser: Browser, site: str) -> str:
    """The e-mail address of the first of the house, who is its administrator."""
    context = await browser.new_context(base_url=site, service_workers=NO_WORKER)
    email = await sign_up(context)
    await context.close()
    return email


async def test_a_link_is_allowed_made_opened_by_its_password_and_revoked(
    browser: Browser, site: str, boss: str
) -> None:
    async with (
        window(browser, site, phone=False) as page,
        window(browser, site, phone=True) as guest,
    ):
        await sign_in(page.context, boss)
        made = await _made(page.context, "image", "A paper boat")
        await _allow(page)
        await page.goto(f"library/{made}")
        viewer = page.get_by_role("dialog", name="Viewer")
        await _fits_a_narrow_window(page, viewer)
        await viewer.get_by_role("button", name="Share…").click()
        form = page.get_by_role("dialog", name="Share this image")
        await form.get_by_label("The link ends").select_option("after a week")
        await form.get_by_label("Password").fill(SECRET)
        await form.get_by_role("switch", name="Show the prompt as well").check()
        await form.get_by_role("button", name="Make a link").click()
        made_link = form.get_by_role("listitem")
        await expect(made_link).to_contain_text("ends on")
        await expect(made_link).to_contain_text("· with a password · with the prompt")
        await expect(form.get_by_role("button", name="Copy the link")).to_be_focused()
        address = await form.locator("code").inner_text()
        assert re.fullmatch(re.escape(f"{site}/s/") + r"[\w-]{32}", address)

        await _opens_by_its_password(guest, address)
        await page.goto("account")
        row = page.get_by_role("listitem").filter(has_text=address)
        await row.get_by_role("button", name="Revoke the link to A paper boat").click()
        question = page.get_by_role("dialog", name="Revoke this link?")
        await question.get_by_role("button", name="Revoke").click()
        await expect(page.get_by_text("You have shared nothing.")).to_be_visible()
        await guest.reload()
        await expect(guest.get_by_role("heading", name="There is nothing here")).to_be_visible()


async def test_an_administrator_revokes_what_they_are_not_shown(
    browser: Browser, site: str, boss: str
) -> None:
    async with (
        window(browser, site, phone=False) as desk,
        window(browser, site, phone=True) as page,
    ):
        await _allowed_by(desk.context, boss)
        await sign_up(page.context)
        me = await (await page.context.request.get("/api/auth/me")).json()
        link = await _link(page.context, await _made(page.context, "text", "A secret boat"))
        await desk.goto(f"admin/users/{me['id']}")
        heading = desk.get_by_role("heading", name="Share links", exact=True)
        row = desk.locator(".admin-section", has=heading)
        await expect(row).to_contain_text("with the prompt")
        await expect(row).not_to_contain_text("secret")
        await row.get_by_role("button", name="Revoke").click()
        question = desk.get_by_role("dialog", name="Revoke this link?")
        await question.get_by_role("button", name="Revoke").click()
        await expect(row).to_contain_text("There are none.")
        await page.goto(link)
        await expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()


async def test_a_shared_text_is_drawn_and_nothing_in_it_acts(
    browser: Browser, site: str, boss: str
) -> None:
    async with (
        window(browser, site, phone=False) as page,
        window(browser, site, phone=False) as guest,
    ):
        await _allowed_by(page.context, boss)
        made = await _made(page.context, "text", HOSTILE)
        link = await _link(page.context, made)
        asked: list[str] = []
        guest.on("request", lambda request: asked.append(request.url))
        await guest.goto(link)
        text = guest.locator("#text")
        await expect(text.locator("strong", has_text="strong").first).to_be_visible()
        await expect(text.locator("img, script, [onerror], [href^=javascript]")).to_have_count(0)
        await expect(guest.locator(".shared-prompt")).to_contain_text(HOSTILE)
        assert await guest.evaluate("'hit' in window") is False
        assert [url for url in asked if not url.startswith((site, "blob:"))] == []


async def _opens_by_its_password(guest: Page, address: str) -> None:
    """The picture, its prompt and the file, and none of it before."""
    await guest.goto(address)
    await expect(guest.get_by_role("heading", name="Password needed")).to_be_visible()
    await _tell(guest, "wrong")
    await expect(guest.get_by_role("alert")).to_have_text("That is not the password.")
    await _tell(guest, SECRET)
    picture = guest.get_by_role("img", name="Shared picture")
    await expect(picture).to_be_visible()
    await expect(picture).to_have_js_property("complete", True)
    assert await picture.evaluate("picture => picture.naturalWidth") > 0
    await expect(guest.get_by_text("A paper boat")).to_be_visible()
    async with guest.expect_download() as saved:
        await guest.get_by_role("link", name="Download").click()
    assert re.fullmatch(r"allucanget-\w+\.(png|jpg|webp)", (await saved.value).suggested_filename)


async def _fits_a_narrow_window(page: Page, viewer: Locator) -> None:
    """One more tool, and the last of them is still within reach."""
    await expect(viewer.get_by_role("button", name="Share…")).to_be_visible()
    before = page.viewport_size
    assert before
    await page.set_viewport_size({"width": 280, "height": 700})
    for name in ("Share…", "Close"):
        await expect(viewer.get_by_role("button", name=name, exact=True)).to_be_in_viewport(ratio=1)
    await page.set_viewport_size(before)


async def _allowed_by(context: BrowserContext, boss: str) -> None:
    await sign_in(context, boss)
    answer = await context.request.patch(
        "/api/admin/settings", data={"share_links": True}, headers=OURS
    )
    assert answer.ok, await answer.text()


async def _allow(page: Page) -> None:
    await page.goto("admin/settings")
    card = page.locator(".admin-card", has=page.get_by_role("heading", name="Share links"))
    await card.get_by_role("switch").check()
    await card.get_by_role("button", name="Save").click()
    await expect(card).to_contain_text("Chosen by")


async def _made(context: BrowserContext, kind: str, prompt: str) -> str:
    made = await ask(context, kind, prompt)
    state = ""
    while state in ("", "queued", "running"):
        answer = await context.request.get(f"/api/generations/{made}")
        state = (await answer.json())["state"]
    assert state == "succeeded"
    return made


async def _link(context: BrowserContext, made: str) -> str:
    form = {"generation_id": made, "with_prompt": True}
    answer = await context.request.post("/api/shares", data=form, headers=OURS)
    assert answer.status == 201, await answer.text()
    return str((await answer.json())["url"])


async def _tell(guest: Page, password: str) -> None:
    await guest.get_by_label("Password").fill(password)
    await guest.get_by_role("button", name="Open").click()
