"""The administrators' pages: who sees them, and what a day's work there does."""

import re
from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import NO_WORKER, window
from tests.browser.people import OURS, PASSWORD, ask, sign_up

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def admin(browser: Browser, site: str) -> AsyncGenerator[Page]:
    """The first of the house, on the overview."""
    async with window(browser, site, phone=False) as page:
        await sign_up(page.context, "Ada")
        await page.goto("/generate/text")
        await page.get_by_role("link", name="Administration").click()
        await expect(page.get_by_role("heading", level=1, name="Overview")).to_be_visible()
        yield page


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def member(browser: Browser, site: str, admin: Page) -> AsyncGenerator[BrowserContext]:
    """Somebody who came later. `admin` is asked for because they came first."""
    context = await browser.new_context(base_url=site, service_workers=NO_WORKER)
    await sign_up(context, "Grace Hopper")
    yield context
    await context.close()


async def test_to_others_the_pages_do_not_exist(member: BrowserContext) -> None:
    page = await member.new_page()
    await page.goto("/admin/users")
    await expect(page.get_by_role("heading", level=1)).to_have_text(
        "There is nothing at this address"
    )
    await expect(page.get_by_role("link", name="Jobs")).to_be_visible()
    await expect(page.get_by_role("link", name="Administration")).to_have_count(0)
    await page.close()


async def test_somebody_who_waits_is_found_and_let_in(admin: Page, browser: Browser) -> None:
    await expect(admin.get_by_text("Nothing needs you")).to_be_visible()
    await _set(admin, signup="approval")
    waiting = await browser.new_context(
        base_url=admin.url.removesuffix("/admin"), service_workers=NO_WORKER
    )
    email = await sign_up(waiting, "Margaret Hamilton")
    await admin.reload()
    await admin.get_by_role("link", name="Look: 1 person waits to be let in.").click()
    await expect(admin).to_have_url(re.compile(r"/admin/users\?state=pending$"))
    row = admin.locator(".person").filter(has_text=email)
    await row.get_by_role("button", name="Approve Margaret Hamilton").click()
    await expect(admin.get_by_text("Nobody fits.")).to_be_visible()
    assert (await (await waiting.request.get("/api/auth/me")).json())["state"] == "active"
    await admin.get_by_label("State").select_option("active")
    await admin.get_by_label("Name or e-mail").fill("margaret")
    await expect(admin.locator(".person")).to_have_count(1)
    await expect(admin).to_have_url(re.compile(r"q=margaret"))
    await admin.get_by_label("Choose Margaret Hamilton").check()
    await admin.get_by_label("Move to tier …").select_option("premium")
    await expect(row).to_contain_text("Tier premium")
    await admin.reload()
    await expect(admin.locator(".person")).to_have_count(1)
    await waiting.close()


async def test_the_last_administrator_cannot_lock_themselves_out(admin: Page) -> None:
    await admin.goto("/admin/users?role=admin")
    await admin.get_by_role("link", name="Ada").click()
    await expect(admin.get_by_role("heading", level=1, name="Ada")).to_be_focused()
    await admin.get_by_label("Role").select_option("user")
    await admin.get_by_role("button", name="Save").click()
    question = admin.get_by_role("dialog", name="Lock yourself out?")
    await admin.keyboard.press("Escape")
    await expect(admin.get_by_role("button", name="Save")).to_be_focused()
    await admin.keyboard.press("Enter")
    await question.get_by_role("button", name="Change it").click()
    await expect(admin.locator(".problem")).to_contain_text("Somebody has to remain administrator")
    await admin.reload()
    await expect(admin.get_by_label("Role")).to_have_value("admin")


async def test_an_invitation_opens_the_door_once(admin: Page, browser: Browser) -> None:
    await _set(admin, signup="invite")
    await admin.goto("/admin/users")
    await admin.get_by_role("button", name="Invite").click()
    dialog = admin.get_by_role("dialog")
    await dialog.get_by_label("For whom").fill("Linus")
    await dialog.get_by_role("button", name="Invite").click()
    link = await dialog.locator("code").inner_text()
    await admin.keyboard.press("Escape")
    await expect(admin.get_by_role("listitem").filter(has_text="Linus")).to_be_visible()
    context = await browser.new_context(service_workers=NO_WORKER)
    page = await context.new_page()
    await page.goto(link)
    await page.get_by_label("Name").fill("Linus")
    await page.get_by_label("E-mail").fill("linus@example.org")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Create account").click()
    await page.wait_for_url("**/generate/**")
    await context.close()
    await admin.reload()
    used = admin.get_by_role("listitem").filter(has_text="Used")
    await expect(used).to_contain_text("by linus@example.org")
    await _set(admin, signup="open")


async def test_what_a_tier_is_told_acts_on_the_next_request(
    admin: Page, member: BrowserContext
) -> None:
    await admin.goto("/admin/tiers")
    await admin.get_by_role("link", name="basic").click()
    await expect(admin.get_by_text(re.compile(r"Matches \d+ of \d+ models"))).to_have_count(3)
    await admin.get_by_label("Image: models").fill("black-forest-labs/*")
    image = admin.locator('[data-field="models:image"]')
    await image.get_by_text(re.compile("^Matches [12] of")).click()
    await expect(image).to_contain_text("black-forest-labs/flux.2-pro")
    await admin.get_by_label("Budget for a day").fill("five")
    await admin.get_by_role("button", name="Save").click()
    await expect(admin.get_by_label("Budget for a day")).to_be_focused()
    await expect(admin.get_by_text("Write an amount in dollars", exact=False).first).to_be_visible()
    await admin.get_by_label("Budget for a day").fill("0.01")
    await admin.get_by_role("button", name="Save").click()
    await expect(admin.get_by_role("status").get_by_text("Saved.")).to_be_visible()
    models = await (await member.request.get("/api/models?kind=image")).json()
    own = {each["id"] for each in models["items"] if not each["is_route"] and each["available"]}
    assert own == {"black-forest-labs/flux.2-pro", "black-forest-labs/flux.2-klein-4b"}
    [today, _] = (await (await member.request.get("/api/usage")).json())["windows"]
    assert today["limit_micros"] == 10_000
    await admin.get_by_role("button", name="Delete this tier").click()
    await admin.get_by_role("dialog").get_by_role("button", name="Delete this tier").click()
    await expect(admin.locator(".problem")).to_contain_text("Everybody new comes into this tier")


async def test_a_route_is_put_in_another_order_by_keys_alone(
    admin: Page, member: BrowserContext
) -> None:
    await admin.goto("/admin/routes?kind=text")
    card = admin.locator('[data-route="text auto"]').filter(has_text="For everybody")
    await expect(card.locator(".link")).to_have_count(3)
    before = await card.locator(".link code").all_inner_texts()
    last = card.get_by_role("button", name=f"Move {before[2]} up")
    await last.focus()
    await admin.keyboard.press("Enter")
    await expect(last).to_be_focused()
    await admin.keyboard.press("Enter")
    after = [before[2], before[0], before[1]]
    await expect(card.locator(".link code")).to_have_text(after)
    # At the top there is no further up; the focus is not lost.
    await expect(card.get_by_role("button", name=f"Move {before[2]} down")).to_be_focused()
    await card.get_by_label("One more model").fill("acme/none")
    await admin.keyboard.press("Enter")
    await card.get_by_role("button", name="Save").click()
    await expect(card.locator(".problem")).to_contain_text(
        "There is no text model called acme/none"
    )
    await card.get_by_role("button", name="Take acme/none out").click()
    await card.get_by_role("button", name="Save").click()
    await expect(card.get_by_role("button", name="Save")).to_be_disabled()
    await ask(member, "text", "Hello")
    made = await (await member.request.get("/api/generations?kind=text")).json()
    await admin.reload()
    await expect(card.locator(".link code")).to_have_text(after)
    assert made["items"][0]["model"] == "auto"


async def test_an_announcement_is_seen_by_everybody_until_they_dismiss_it(
    admin: Page, member: BrowserContext
) -> None:
    await admin.goto("/admin/settings")
    await admin.get_by_label("Text above every page").fill("Back at <b>noon</b>")
    await admin.get_by_label("Ask back above this price").fill("2.50")
    await admin.get_by_label("How much it matters").select_option("warning")
    await (
        admin.locator(".admin-card", has_text="Text above")
        .get_by_role("button", name="Save")
        .click()
    )
    await expect(admin.get_by_text("Chosen by").first).to_be_visible()
    page = await member.new_page()
    await page.goto("/library")
    told = page.get_by_role("complementary", name="Notices").get_by_text("Back at <b>noon</b>")
    await expect(told).to_be_visible()
    await page.get_by_role("complementary").get_by_role("button", name="Dismiss").click()
    await page.reload()
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await expect(told).to_have_count(0)
    await page.close()
    # What was typed elsewhere on the page is still there, unsaved.
    await expect(admin.get_by_label("Ask back above this price")).to_have_value("2.50")
    await expect(admin.get_by_role("complementary", name="Notices")).to_contain_text("noon")
    await admin.get_by_role("button", name="Back to the default: Text above every page").click()
    await expect(admin.get_by_role("complementary", name="Notices")).not_to_contain_text("noon")
    await expect(admin.get_by_role("textbox", name="Text above every page")).to_have_value("")


async def test_the_accent_is_everybodys_and_there_before_the_first_paint(
    admin: Page, member: BrowserContext
) -> None:
    await admin.goto("/admin/settings")
    card = admin.locator(".admin-card", has_text="Accent colour")
    await card.get_by_label("Accent colour").select_option("Orange")
    await card.get_by_role("button", name="Save").click()
    root = admin.locator("html")
    await expect(root).to_have_attribute("data-accent", "orange")
    page = await member.new_page()
    await page.goto("/library")
    await expect(page.locator("html")).to_have_attribute("data-accent", "orange")
    await page.route("**/api/site", lambda route: route.abort())
    await page.goto("/library", wait_until="commit")
    await expect(page.locator("html")).to_have_attribute("data-accent", "orange")
    await page.close()
    await card.get_by_role("button", name="Back to the default: Accent colour").click()
    await expect(root).to_have_attribute("data-accent", "cyan")


async def test_how_long_things_are_kept_is_said_by_rules(admin: Page) -> None:
    await admin.goto("/admin/settings")
    card = admin.locator(".admin-card", has=admin.get_by_role("heading", name="Retention"))
    await expect(card).to_contain_text("No rule: everything is kept for ever.")
    await card.get_by_role("button", name="Add a rule").click()
    first = card.get_by_role("group", name="Rule 1", exact=True)
    await expect(first.get_by_label("Kind")).to_be_focused()
    await card.get_by_role("button", name="Save").click()
    await expect(first.get_by_label("Kept for, in days")).to_be_focused()
    await expect(first).to_contain_text("Write a whole number of days")
    await first.get_by_label("Kept for, in days").fill("90")
    await card.get_by_role("button", name="Add a rule").click()
    await card.get_by_role("button", name="Add a rule").click()
    third = card.get_by_role("group", name="Rule 3", exact=True)
    await third.get_by_label("Kept for, in days").fill("14")
    await card.get_by_role("button", name="Remove rule 2").click()
    second = card.get_by_role("group", name="Rule 2", exact=True)
    await expect(second.get_by_role("button", name="Remove rule 2")).to_be_focused()
    await card.get_by_role("button", name="See what would go").click()
    await expect(second).to_contain_text("There are two rules for the same kind and tier.")
    await expect(second.get_by_label("Kind")).to_be_focused()
    await second.get_by_label("Tier").select_option("free")
    await second.get_by_label("After that").select_option("Gone for good")
    await card.get_by_role("switch", name="What lies in a collection is kept").uncheck()
    await card.get_by_role("button", name="See what would go").click()
    await expect(card).to_contain_text("Nothing would go the next night.")
    await card.get_by_role("button", name="Save").click()
    await expect(card.get_by_text("Chosen by")).to_have_count(2)
    await admin.reload()
    await expect(first.get_by_label("Kept for, in days")).to_have_value("90")
    await expect(second.get_by_label("Tier")).to_have_value("free")
    await expect(second.get_by_label("After that")).to_have_value("true")
    switch = card.get_by_role("switch", name="What lies in a collection is kept")
    await expect(switch).not_to_be_checked()
    await expect(card.get_by_text(re.compile("^Chosen by .+@example.org, ")).first).to_be_visible()
    await card.get_by_role("button", name="Back to the default: Rules").click()
    await expect(card).to_contain_text("No rule: everything is kept for ever.")
    await expect(card.get_by_text("Chosen by")).to_have_count(1)
    await card.get_by_role("button", name="Back to the default: What lies").click()
    await expect(switch).to_be_checked()
    await admin.goto("/admin/audit?action=settings")
    kept = admin.locator(".audit ins").filter(has_text="kind: video · days: 90 · tier: –")
    await expect(kept).to_have_count(1)


async def test_a_model_is_capped_and_hidden_and_what_was_done_is_on_record(
    admin: Page, member: BrowserContext
) -> None:
    await admin.goto("/admin/models?kind=image")
    await admin.get_by_label("Name or id").fill("klein")
    await expect(admin.locator(".admin .row")).to_have_count(1)
    await admin.get_by_role("button", name=re.compile("^Price cap of ")).click()
    cap = admin.get_by_label("The most one request may cost, in dollars")
    await expect(cap).to_be_focused()
    await cap.fill("a dime")
    await cap.press("Enter")
    await expect(admin.get_by_role("dialog")).to_contain_text("Write an amount in dollars")
    await cap.fill("0.0015")
    await cap.press("Enter")
    await expect(admin.locator(".admin .row")).to_contain_text("at most $0.0015 a request")
    await expect(admin.get_by_role("button", name=re.compile("^Price cap of "))).to_be_focused()
    await admin.get_by_role("main").get_by_role("button", name=re.compile("^Hide ")).click()
    show = admin.get_by_role("button", name=re.compile("^Show "))
    await expect(show).to_be_focused()
    models = await (await member.request.get("/api/models?kind=image")).json()
    assert "black-forest-labs/flux.2-klein-4b" not in {each["id"] for each in models["items"]}
    await admin.goto("/admin/system")
    await admin.get_by_role("button", name="Back up now").click()
    await expect(admin.get_by_role("status").get_by_text("Backed up")).to_be_visible()
    await admin.goto("/admin/audit")
    entries = admin.locator(".audit")
    await expect(entries.nth(0)).to_contain_text("Backup made: allucanget-")
    await expect(entries.nth(1)).to_contain_text("Model changed: black-forest-labs/flux.2-klein-4b")
    await expect(entries.nth(1).locator("ins")).to_have_text("yes")
    await expect(entries.nth(2)).to_contain_text("price cap– became $0.0015")
    await admin.get_by_label("What").select_option("tier")
    await expect(entries).to_have_count(1)
    await expect(entries).to_contain_text("image: black-forest-labs/*")
    await expect(admin).to_have_url(re.compile(r"/admin/audit\?action=tier$"))


async def _set(admin: Page, **choices: object) -> None:
    answer = await admin.request.patch("/api/admin/settings", data=choices, headers=OURS)
    assert answer.ok, await answer.text()
