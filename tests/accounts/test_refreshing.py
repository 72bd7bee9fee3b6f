"""Refresh tokens: each is good once, and a stolen one gives itself away."""

import asyncio

import httpx
import pytest

from app.accounts.cookies import ACCESS, REFRESH
from app.accounts.session_repository import forget_old_sessions
from app.db import Tx
from tests.accounts.house import House, status_of


async def refresh_with(house: House, token: str) -> httpx.Response:
    """Somebody presents this refresh token, and nothing else."""
    browser = house.browser()
    browser.cookies.set(REFRESH, token)
    return await browser.post("/api/auth/refresh")


async def opens(house: House, answer: httpx.Response) -> bool:
    """Whether the cookies of this answer open the house."""
    browser = house.browser()
    browser.cookies.set(ACCESS, answer.cookies[ACCESS])
    return await status_of(browser) == 200


async def test_a_day_of_refreshing_keeps_one_signed_in(lived_in: House) -> None:
    browser = await lived_in.signed_in("ben")
    seen = {browser.cookies[REFRESH]}
    for hour in range(1, 25):
        lived_in.clock.turn(hours=1)
        assert await status_of(browser) == 401
        answer = await browser.post("/api/auth/refresh")
        assert (answer.status_code, answer.json()["user"]["name"]) == (200, "ben")
        assert answer.headers["cache-control"] == "no-store"
        assert await status_of(browser) == 200
        seen.add(browser.cookies[REFRESH])
        assert len(seen) == hour + 1
    session = (await browser.get("/api/auth/sessions")).json()["items"][0]
    assert session["last_seen_at"] == "2026-11-22T12:00:00Z"


async def test_a_month_without_refreshing_ends_the_session(lived_in: House) -> None:
    browser = await lived_in.signed_in("ben")
    lived_in.clock.turn(days=29, hours=23)
    assert (await browser.post("/api/auth/refresh")).status_code == 200
    lived_in.clock.turn(days=30)
    assert (await browser.post("/api/auth/refresh")).status_code == 401


async def test_nothing_and_nonsense_refresh_nothing(lived_in: House) -> None:
    assert (await lived_in.browser().post("/api/auth/refresh")).status_code == 401
    for token in ("x", "a" * 43, "a" * 5_000):
        assert (await refresh_with(lived_in, token)).status_code == 401


async def test_two_tabs_may_refresh_at_once(lived_in: House) -> None:
    browser = await lived_in.signed_in("ben")
    token = browser.cookies[REFRESH]
    answers = await asyncio.gather(*(refresh_with(lived_in, token) for _ in range(8)))
    assert [answer.status_code for answer in answers] == 8 * [200]
    assert all([await opens(lived_in, answer) for answer in answers])
    # Whichever answer a browser keeps, it holds the one token that leads on.
    assert len({answer.cookies[REFRESH] for answer in answers}) == 1


async def test_a_lost_answer_can_be_asked_for_again_within_ten_seconds(lived_in: House) -> None:
    browser = await lived_in.signed_in("ben")
    token = browser.cookies[REFRESH]
    await refresh_with(lived_in, token)
    lived_in.clock.turn(seconds=10)
    again = await refresh_with(lived_in, token)
    assert (again.status_code, await opens(lived_in, again)) == (200, True)
    lived_in.clock.turn(hours=1)
    assert (await refresh_with(lived_in, again.cookies[REFRESH])).status_code == 200


async def test_a_tab_that_is_two_tokens_behind_catches_up(lived_in: House) -> None:
    browser = await lived_in.signed_in("ben")
    token = browser.cookies[REFRESH]
    await browser.post("/api/auth/refresh")
    await browser.post("/api/auth/refresh")
    late = await refresh_with(lived_in, token)
    assert late.cookies[REFRESH] == browser.cookies[REFRESH]


@pytest.mark.parametrize("thief_first", [True, False])
async def test_a_stolen_token_ends_the_session_when_both_have_used_it(
    lived_in: House, thief_first: bool
) -> None:
    owner, elsewhere = await lived_in.signed_in("ben"), await lived_in.signed_in("ben")
    stolen = owner.cookies[REFRESH]
    first = await refresh_with(lived_in, stolen)
    lived_in.clock.turn(seconds=11)
    second = await refresh_with(lived_in, stolen)
    assert (second.status_code, second.json()["code"]) == (401, "sign-in-required")

    # Whoever of the two was the thief has nothing left, and neither has the other.
    assert not await opens(lived_in, first)
    assert (await refresh_with(lived_in, first.cookies[REFRESH])).status_code == 401
    assert (await status_of(owner), await status_of(elsewhere)) == (401, 200)


async def test_a_changed_secret_key_ends_no_more_than_it_must(lived_in: House) -> None:
    browser = await lived_in.signed_in("ben")
    replaced = browser.cookies[REFRESH]
    await browser.post("/api/auth/refresh")
    changed = House(lived_in.database, lived_in.clock, secret_key="another one")
    assert (await refresh_with(changed, replaced)).status_code == 401
    assert (await refresh_with(changed, browser.cookies[REFRESH])).status_code == 200


async def test_a_restart_keeps_everybody_signed_in(lived_in: House) -> None:
    browser = await lived_in.signed_in("ben")
    restarted = House(lived_in.database, lived_in.clock).browser()
    restarted.cookies = browser.cookies
    assert await status_of(restarted) == 200
    assert (await restarted.post("/api/auth/refresh")).status_code == 200


def rows_left(tx: Tx) -> tuple[int, int]:
    row = tx.row(
        "SELECT (SELECT count(*) FROM sessions) AS s, (SELECT count(*) FROM refresh_tokens) AS t"
    )
    assert row is not None
    return row["s"], row["t"]


async def test_what_can_open_nothing_any_more_is_forgotten_in_time(lived_in: House) -> None:
    ended, kept = await lived_in.signed_in("ben"), await lived_in.signed_in("ben")
    await ended.post("/api/auth/logout")
    for _ in range(4):
        lived_in.clock.turn(days=10)
        assert (await kept.post("/api/auth/refresh")).status_code == 200
    await lived_in.database.write(forget_old_sessions, lived_in.clock())
    # Of `kept`, the tokens of the last thirty days; of `ended`, nothing.
    assert await lived_in.database.read(rows_left) == (1, 4)
    assert (await kept.post("/api/auth/refresh")).status_code == 200
