"""How often one may ask, and what the answers say about it."""

import re
from datetime import UTC, datetime

import httpx
import pytest

from app.accounts.model import ALL_SCOPES, Caller, Role, User, UserState
from app.accounts.service import Accounts
from app.routing.rates import (
    ADDRESS_PER_MINUTE,
    RateLimits,
    headers_of,
    quotas_of,
    quotas_of_stranger,
)
from app.routing.rules import Rules
from tests.clocks import TurnableClock
from tests.studio import Person, Studio

LIMIT = 10


def caller(key_id: str | None = None, user: str = "ada") -> Caller:
    now = datetime(2026, 11, 1, tzinfo=UTC)
    who = User(user, f"{user}@example.org", user, Role.USER, UserState.ACTIVE, "basic", now)
    return Caller(who, None if key_id else "session", ALL_SCOPES, "bearer", key_id)


@pytest.fixture
async def limited(rules: Rules) -> Rules:
    await rules.change_tier("basic", requests_per_minute=LIMIT)
    return rules


def test_a_stranger_is_counted_by_address(clock: TurnableClock) -> None:
    limits = RateLimits(clock)
    for _ in range(ADDRESS_PER_MINUTE):
        assert not limits.count(quotas_of_stranger("192.0.2.1")).wait
    assert limits.count(quotas_of_stranger("192.0.2.1")).retry_after == 60
    assert not limits.count(quotas_of_stranger("192.0.2.2")).wait


def test_the_window_slides(limited: Rules, clock: TurnableClock) -> None:
    limits, quotas = RateLimits(clock), quotas_of(caller(), limited.tier("basic"))
    for _ in range(LIMIT):
        assert not limits.count(quotas).wait
        clock.turn(seconds=5)
    assert limits.count(quotas).retry_after == 10
    clock.turn(seconds=9.5)
    assert limits.count(quotas).retry_after == 1
    clock.turn(seconds=0.5)
    assert not limits.count(quotas).wait
    assert limits.count(quotas).retry_after == 5


def test_a_refused_request_is_not_counted(limited: Rules, clock: TurnableClock) -> None:
    limits, quotas = RateLimits(clock), quotas_of(caller(), limited.tier("basic"))
    for _ in range(5 * LIMIT):
        limits.count(quotas)
    clock.turn(seconds=60)
    assert not limits.count(quotas).wait


def test_a_key_leaves_room_for_its_owner(limited: Rules, clock: TurnableClock) -> None:
    limits, tier = RateLimits(clock), limited.tier("basic")
    passed = [not limits.count(quotas_of(caller("key-1"), tier)).wait for _ in range(LIMIT)]
    assert passed.count(True) == 8
    assert [not limits.count(quotas_of(caller(), tier)).wait for _ in range(3)].count(True) == 2
    assert limits.count(quotas_of(caller("key-2"), tier)).wait
    assert not limits.count(quotas_of(caller(user="ben"), tier)).wait


def test_the_headers_name_each_policy_and_what_is_left(
    limited: Rules, clock: TurnableClock
) -> None:
    limits, quotas = RateLimits(clock), quotas_of(caller("key-1"), limited.tier("basic"))
    limits.count(quotas)
    clock.turn(seconds=20)
    headers = headers_of(limits.count(quotas).standings)
    assert headers == {
        "RateLimit-Policy": '"user";q=10;w=60, "key";q=8;w=60',
        "RateLimit": '"user";r=8;t=40, "key";r=6;t=40',
    }


def test_a_tier_without_a_limit_has_no_headers(rules: Rules, clock: TurnableClock) -> None:
    quotas = quotas_of(caller(), rules.tier("professional"))
    assert headers_of(RateLimits(clock).count(quotas).standings) == {}


# -- over HTTP ------------------------------------------------------------------------------


async def limit(studio: Studio, person: Person, most: int) -> None:
    await studio.part(Rules).change_tier("standard", requests_per_minute=most)
    await studio.part(Accounts).change_user(person.user["id"], tier="standard")


def left(answer: httpx.Response) -> int:
    match = re.fullmatch(r'"user";r=(\d+);t=\d+', answer.headers["RateLimit"])
    assert match
    return int(match[1])


async def test_every_answer_tells_what_is_left_and_the_last_one_when_to_come_back(
    studio: Studio,
) -> None:
    ada = await studio.person()
    await limit(studio, ada, 6)
    plain = await ada.http.get("/api/models")
    missing = await ada.http.get("/api/generations/nothing")
    malformed = await ada.http.post("/api/generations/text", json={"colour": "red"})
    known = await ada.http.get("/api/models", headers={"If-None-Match": plain.headers["ETag"]})
    answers = [plain, missing, malformed, known]
    assert [answer.status_code for answer in answers] == [200, 404, 422, 304]
    assert [left(answer) for answer in answers] == [5, 4, 3, 2]
    assert {answer.headers["RateLimit-Policy"] for answer in answers} == {'"user";q=6;w=60'}
    async with ada.streaming("Tell me about boats") as events:
        assert (await anext(events)).name == "started"
    await ada.http.get("/api/auth/me")
    refused = await ada.http.get("/api/models")
    assert (refused.status_code, refused.json()["code"]) == (429, "too-many-requests")
    assert (refused.headers["Retry-After"], left(refused)) == ("60", 0)
    studio.turn(seconds=60)
    assert (await ada.http.get("/api/models")).status_code == 200


async def test_a_raised_limit_acts_on_the_next_request(studio: Studio) -> None:
    ada = await studio.person()
    await limit(studio, ada, 1)
    assert (await ada.http.get("/api/usage")).status_code == 200
    assert (await ada.http.get("/api/usage")).status_code == 429
    await limit(studio, ada, 2)
    assert (await ada.http.get("/api/usage")).status_code == 200


async def test_health_the_site_and_the_pages_are_never_limited(studio: Studio) -> None:
    ada = await studio.person()
    await limit(studio, ada, 0)
    assert (await ada.http.get("/api/models")).status_code == 429
    for path in ("/healthz", "/readyz", "/api/site", "/", "/login"):
        answer = await ada.http.get(path)
        assert answer.status_code == 200
        assert "RateLimit" not in answer.headers


async def test_signing_in_keeps_its_own_limits(studio: Studio) -> None:
    async with studio.client() as stranger:
        account = {"email": "nobody@example.org", "password": "not the right one at all"}
        answer = await stranger.post("/api/auth/login", json=account)
        assert answer.status_code == 401
        assert "RateLimit" not in answer.headers
        answer = await stranger.get("/api/models")
        assert answer.status_code == 401
        assert answer.headers["RateLimit-Policy"] == f'"address";q={ADDRESS_PER_MINUTE};w=60'
