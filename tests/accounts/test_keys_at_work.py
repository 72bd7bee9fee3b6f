"""API keys in the whole app: what is made with one is booked on it, and limited by it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from app.accounts.model import UserState
from app.accounts.service import Accounts
from app.db import Tx
from app.demo.faults import Fault
from app.money import Micros
from app.usage.budgets import Limits, set_limits
from tests.scripts import key_for, script_of, with_secret
from tests.studio import Person, Studio

TEXT = "openai/gpt-5-mini"
FREE = "nvidia/nemotron-3.5-lightning:free"
FILM = "x-ai/grok-imagine-video"
IMAGE = "black-forest-labs/flux.2-klein-4b"


@pytest_asyncio.fixture
async def ada(studio: Studio) -> Person:
    return await studio.person("ada")


@pytest_asyncio.fixture
async def ben(studio: Studio, ada: Person) -> AsyncIterator[Person]:
    """Not an administrator."""
    yield await studio.person("ben")


async def asking(script: httpx.AsyncClient, kind: str, **body: Any) -> httpx.Response:
    return await script.post(f"/api/generations/{kind}", json={"prompt": "A paper boat", **body})


def entries_of_key(tx: Tx, key_id: str) -> list[str]:
    rows = tx.rows("SELECT kind FROM ledger WHERE key_id = $key_id ORDER BY id", key_id=key_id)
    return [row["kind"] for row in rows]


async def test_what_a_key_makes_is_its_owners_and_booked_on_the_key(
    studio: Studio, ben: Person
) -> None:
    key = await key_for(ben)
    async with with_secret(studio, key["secret"]) as script:
        answer = await asking(script, "image", model=IMAGE)
        assert answer.status_code == 202, answer.text
    ended = await studio.ended(ben, answer.json()["id"])
    assert ended["state"] == "succeeded"
    assert await studio.db.read(entries_of_key, key["id"]) == ["hold", "settle"]
    [seen] = (await ben.http.get("/api/keys")).json()["items"]
    assert seen["spent_micros"] == ended["cost_micros"] > 0
    assert (await ben.usage())["spent_micros"] == ended["cost_micros"]


async def quoted(person: Person, kind: str, **body: Any) -> int:
    answer = await person.http.post(
        f"/api/generations/{kind}/quote", json={"prompt": "A paper boat", **body}
    )
    return answer.json()["amount_micros"]


async def test_parallel_requests_get_exactly_as_much_as_the_key_has(
    studio: Studio, ben: Person
) -> None:
    await studio.part(Accounts).change_user(ben.user["id"], tier="professional")
    # Films stay under way, with their money on hold, until the clock is turned.
    price = await quoted(ben, "video", model=FILM)
    key = await key_for(ben, budget_micros=3 * price + price // 2)
    async with with_secret(studio, key["secret"]) as script:
        answers = await asyncio.gather(
            *(asking(script, "video", model=FILM, prompt=f"Boat {n}") for n in range(8))
        )
        accepted = [each.json() for each in answers if each.status_code == 202]
        refused = [each.json() for each in answers if each.status_code == 402]
        assert (len(accepted), len(refused)) == (3, 5)
        assert {each["code"] for each in refused} == {"budget-exceeded"}
        assert {each["window"] for each in refused} == {"key"}
        assert {each["left_micros"] for each in refused} == {price // 2}

        # What is given back may be spent again.
        assert (await ben.http.post(f"/api/generations/{accepted[0]['id']}/cancel")).is_success
    async with script_of(studio, ben) as other:
        assert (await asking(other, "video", model=FILM)).status_code == 202


async def test_money_that_was_given_back_may_be_spent_again(studio: Studio, ben: Person) -> None:
    price = await quoted(ben, "text", model=TEXT)
    studio.demo.script(path="/chat/completions", answer=Fault.status(400), times=1)
    async with script_of(studio, ben, budget_micros=price) as script:
        failed = await asking(script, "text", model=TEXT)
        assert (await studio.ended(ben, failed.json()["id"]))["state"] == "failed"
        assert (await asking(script, "text", model=TEXT)).status_code == 202


async def test_a_budget_of_nothing_buys_only_what_is_free(studio: Studio, ben: Person) -> None:
    async with script_of(studio, ben, budget_micros=0) as script:
        assert (await asking(script, "text", model=TEXT)).status_code == 402
        assert (await asking(script, "text", model=FREE)).status_code == 202


async def test_the_owners_budget_holds_for_every_key(studio: Studio, ben: Person) -> None:
    price = await quoted(ben, "video", model=FILM)
    await studio.db.write(set_limits, ben.user["id"], Limits(day=Micros(price)))
    async with script_of(studio, ben, budget_micros=100 * price) as script:
        assert (await asking(script, "video", model=FILM)).status_code == 202
    async with script_of(studio, ben, budget_micros=100 * price) as script:
        second = await asking(script, "video", model=FILM)
        assert second.status_code == 402
        assert second.json()["window"] == "day"


@pytest.mark.parametrize(
    ("models", "asked", "status"),
    [
        (["openai/*"], TEXT, 202),
        (["openai/*"], "google/gemini-2.5-flash", 403),
        (["*", "!openai/*"], TEXT, 403),
        ([TEXT], TEXT, 202),
        ([TEXT], None, 202),
        (["auto"], "google/gemini-2.5-flash", 403),
        (["auto"], "auto", 202),
        (["nobody/*"], "auto", 403),
        # Allowed by the key, and not by the tier of its owner.
        (["openai/*"], "openai/gpt-5.5", 403),
        (["*"], "openai/gpt-5.5", 403),
    ],
)
async def test_a_model_must_be_allowed_by_key_and_tier(
    studio: Studio, ben: Person, models: list[str], asked: str | None, status: int
) -> None:
    if asked == "openai/gpt-5.5":
        await studio.part(Accounts).change_user(ben.user["id"], tier="free")
    async with script_of(studio, ben, models=models) as script:
        answer = await asking(script, "text", **({"model": asked} if asked else {}))
        assert answer.status_code == status, answer.text
        if status == 202:
            ended = await studio.ended(ben, answer.json()["id"])
            assert ended["state"] == "succeeded"
        else:
            assert answer.json()["code"] == "model-not-allowed"


async def test_a_route_leads_a_key_only_to_its_own_models(studio: Studio, ben: Person) -> None:
    async with script_of(studio, ben, models=["mistralai/*"]) as script:
        answer = await asking(script, "text", model="auto")
        assert answer.status_code == 202, answer.text
    assert (await studio.ended(ben, answer.json()["id"]))["answered_by"].startswith("mistralai/")


@pytest.mark.parametrize("kind", ["text", "image", "video"])
async def test_a_key_makes_only_the_kinds_of_its_scopes(
    studio: Studio, ben: Person, kind: str
) -> None:
    for scope in ("text", "image", "video", "read"):
        async with script_of(studio, ben, scopes=[scope]) as script:
            asked = await asking(script, f"{kind}/quote")
            assert asked.status_code == (200 if scope == kind else 403), asked.text
            looked = await script.get("/api/generations")
            assert looked.status_code == (200 if scope == "read" else 403)
            assert (await script.get("/api/models")).status_code == 200


async def test_a_key_leaves_alone_what_is_of_another_kind(studio: Studio, ben: Person) -> None:
    text = await ben.say("Hello", model=TEXT)
    where = f"/api/generations/{text['id']}"
    async with script_of(studio, ben, scopes=["image", "read"]) as script:
        answers = [
            await script.post(f"{where}/cancel"),
            await script.post(f"{where}/retry"),
            await script.patch(where, json={"favourite": True}),
            await script.delete(where),
        ]
        assert [each.status_code for each in answers] == [403] * 4
        await ben.http.delete(where)
        assert (await script.post(f"{where}/restore")).status_code == 403


@pytest.mark.parametrize("end", ["revoke", "disable"])
async def test_a_stream_of_a_key_ends_within_two_seconds(
    studio: Studio, ben: Person, end: str
) -> None:
    key = await key_for(ben)
    async with with_secret(studio, key["secret"]) as script:
        cursor = (await script.get("/api/generations/changes")).json()["cursor"]
        waiting = asyncio.create_task(
            script.get("/api/generations/changes", params={"since": cursor, "wait": 30})
        )
        await asyncio.sleep(0.2)
        if end == "revoke":
            await ben.http.delete(f"/api/keys/{key['id']}")
        else:
            accounts = studio.part(Accounts)
            await accounts.change_user(ben.user["id"], state=UserState.DISABLED)
        async with asyncio.timeout(2):
            assert (await waiting).status_code == 401
        assert (await script.get("/api/generations")).status_code == 401


async def test_a_key_has_a_rate_of_its_own_below_that_of_its_owner(
    studio: Studio, ben: Person
) -> None:
    async with script_of(studio, ben) as script:
        answer = await script.get("/api/models")
        assert '"user"' in answer.headers["RateLimit-Policy"]
        assert '"key"' in answer.headers["RateLimit-Policy"]
