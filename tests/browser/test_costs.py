"""The administrators' pages about money: what was spent, how it moved, and what was lost."""

import csv
import re
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.browser.axe import faults_everywhere
from tests.browser.conftest import NO_WORKER, window
from tests.browser.people import OURS, ask, sign_up
from tests.process.installation import Installation, RemoteGateway, start_gateway
from tests.process.processes import eventually

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]

QUICK = ("--token-delay=0", "--image-seconds=0.1", "--video-seconds=0.1", "--generation-after=0")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def gateway(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[RemoteGateway]:
    """One that can be told to lose what it is sent."""
    started = await start_gateway(tmp_path_factory.mktemp("gateway") / "log", *QUICK)
    yield started
    started.process.sweep_up()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(
    gateway: RemoteGateway, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Installation]:
    installed = Installation(tmp_path_factory.mktemp("house"), gateway)
    await installed.start()
    yield installed
    await installed.sweep_up()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def admin(browser: Browser, house: Installation) -> AsyncGenerator[Page]:
    async with window(browser, house.url, phone=False) as page:
        await sign_up(page.context, "Ada Lovelace")
        yield page


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def grace(
    browser: Browser, house: Installation, admin: Page
) -> AsyncGenerator[tuple[BrowserContext, str]]:
    """Somebody who came after `admin`, with a picture and two films that were lost."""
    context = await browser.new_context(base_url=house.url, service_workers=NO_WORKER)
    email = await sign_up(context, "Grace Hopper")
    made = await ask(context, "image", "A paper boat")
    for _ in range(2):
        await house.gateway.script("/videos", fault="drop_before_answer")
        await _ended(context, await ask(context, "video", "A lost boat"))
    await _ended(context, made)
    yield context, email
    await context.close()


async def _ended(context: BrowserContext, generation_id: str) -> None:
    async def over() -> bool:
        answer = await context.request.get(f"/api/generations/{generation_id}")
        return (await answer.json())["state"] not in ("queued", "running")

    await eventually(over)


async def test_costs_are_looked_into_and_taken_along(
    admin: Page, grace: tuple[BrowserContext, str], tmp_path: Path
) -> None:
    usage = await (await grace[0].request.get("/api/usage")).json()
    spent = f"${usage['spent_micros'] / 1_000_000:.3f}".rstrip("0")
    await admin.goto("/admin/usage?days=7")
    await expect(admin.get_by_role("heading", level=1, name="Usage and costs")).to_be_visible()
    await expect(admin.get_by_role("figure")).to_contain_text(spent)
    people = admin.get_by_role("region", name="Person")
    await expect(people.get_by_role("row", name=re.compile("Grace Hopper"))).to_contain_text(spent)

    await people.get_by_role("link", name="Grace Hopper").click()
    models = admin.get_by_role("region", name="Model")
    await expect(models.get_by_role("row").nth(1)).to_contain_text(usage["by_model"][0]["model"])
    await admin.get_by_label("and in each by").select_option("Kind")
    await expect(models.get_by_role("columnheader", name="Kind")).to_be_visible()
    await admin.reload()
    await expect(models.get_by_role("row").nth(1)).to_contain_text("Image")
    async with admin.expect_download() as coming:
        await admin.get_by_role("link", name="Download as CSV").click()
    await (await coming.value).save_as(tmp_path / "costs.csv")
    [line] = csv.DictReader((tmp_path / "costs.csv").read_text(encoding="utf-8").splitlines())
    assert (line["kind"], int(line["spent_micros"])) == ("image", usage["spent_micros"])

    await admin.get_by_role("link", name="Not only Grace Hopper").click()
    await expect(people.get_by_role("row", name=re.compile("Grace Hopper"))).to_be_visible()
    await admin.get_by_label("From").fill("2020-01-01")
    await admin.get_by_label("to", exact=True).fill("2020-01-31")
    await admin.get_by_role("button", name="Show").click()
    await expect(admin.get_by_text("Nothing was asked for in this time.")).to_be_visible()
    assert "from=2020-01-01&to=2020-01-31" in admin.url


async def test_lost_films_are_decided_once_and_the_ledger_says_by_whom_and_why(
    admin: Page, grace: tuple[BrowserContext, str]
) -> None:
    email = grace[1]
    await admin.goto("/admin/unknown")
    waiting = admin.get_by_role("listitem").filter(has=admin.get_by_text("no answer came"))
    await expect(waiting).to_have_count(2)
    await expect(waiting.first).to_contain_text(email)
    assert await faults_everywhere(admin) == []

    await waiting.first.get_by_role("button", name="Book its cost").click()
    question = admin.get_by_role("dialog", name="What did it cost?")
    await question.get_by_label("Cost in dollars").fill("0.07")
    await question.get_by_label("Reason").fill("OpenRouter lists it at seven cents")
    await question.get_by_role("button", name="Book it").click()
    await expect(waiting).to_have_count(1)

    await waiting.get_by_role("button", name="Give the money back").click()
    question = admin.get_by_role("dialog", name="Give the money back?")
    lost = (await (await admin.request.get("/api/admin/unknown")).json())["items"][0]["id"]
    path = f"/api/admin/unknown/{lost}/release"
    quicker = await admin.request.post(path, data={"reason": "I was first"}, headers=OURS)
    assert quicker.ok
    await question.get_by_label("Reason").fill("It never began")
    await question.get_by_role("button", name="Give it back").click()
    await expect(question).to_contain_text("only once")
    await question.get_by_role("button", name="Close").click()
    await expect(admin.get_by_text("Nothing waits for a decision.")).to_be_visible()

    await admin.get_by_role("link", name="Ledger").click()
    await admin.get_by_label("Person’s e-mail").fill("nobody@example.org")
    await admin.get_by_role("button", name="Show", exact=True).click()
    nobody = admin.locator(".field-error", has_text="Nobody has this e-mail address.")
    await expect(nobody).to_be_visible()
    await admin.get_by_label("Person’s e-mail").fill(email)
    await admin.get_by_label("Entry").select_option("Settled")
    await admin.get_by_role("button", name="Show", exact=True).click()
    booked = admin.get_by_role("row").filter(has_text="OpenRouter lists it at seven cents")
    await expect(booked).to_contain_text("$0.07")
    await expect(admin.get_by_text(re.compile(r"^2 entries: \$0\.\d+ spent"))).to_be_visible()
    await booked.get_by_role("link", name=re.compile("^…")).click()
    await expect(admin.get_by_role("row").filter(has_text="On hold")).to_be_visible()
