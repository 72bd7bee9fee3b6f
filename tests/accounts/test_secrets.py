"""No password, hash or token is ever told or written down in the clear."""

import json
import logging

import httpx
import pytest

from app.accounts.cookies import ACCESS, REFRESH
from app.db import Tx
from tests.accounts.house import PASSWORD, House, sign_in

NEW = "another quiet river"


async def everything_one_can_ask(house: House) -> list[httpx.Response]:
    """A whole life of an account, as answers."""
    browser = house.browser()
    form = {"email": "ben@example.org", "password": PASSWORD}
    answers = [
        await browser.post("/api/auth/register", json=form),
        await browser.post("/api/auth/register", json=form),
        await browser.post("/api/auth/register", json=form | {"password": "short", "more": 1}),
        await sign_in(browser, "ben", "a wrong one"),
        await sign_in(browser, "ben"),
        await browser.get("/api/auth/me"),
        await browser.get("/api/auth/sessions"),
        await browser.patch("/api/auth/me", json={"name": "Ben"}),
        await browser.post("/api/auth/refresh"),
        await browser.post("/api/auth/password", json={"current": "x", "new": NEW}),
        await browser.post("/api/auth/password", json={"current": PASSWORD, "new": NEW}),
    ]
    stolen = browser.cookies[REFRESH]
    answers.append(await browser.post("/api/auth/refresh"))
    house.clock.turn(seconds=11)
    thief = {"Cookie": f"{REFRESH}={stolen}"}
    answers.append(await house.browser().post("/api/auth/refresh", headers=thief))
    answers.append(await browser.post("/api/auth/logout"))
    return answers


def tokens_given(answers: list[httpx.Response]) -> set[str]:
    given = [answer.cookies.get(name) for answer in answers for name in (ACCESS, REFRESH)]
    return {token for token in given if token}


async def test_no_answer_tells_a_secret(lived_in: House) -> None:
    answers = await everything_one_can_ask(lived_in)
    told = "\n".join(answer.text for answer in answers)
    for secret in ("$argon2", "password_hash", PASSWORD, NEW, *tokens_given(answers)):
        assert secret not in told
    assert (await lived_in.browser().get("/openapi.json")).text.count("hash") == 0


async def test_no_log_line_tells_who_or_what(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answers = await everything_one_can_ask(house)
    written = "\n".join(record.getMessage() for record in caplog.records)
    assert f"user {answers[0].json()['id']} signed in" in written
    assert tokens_given(answers)
    for secret in ("example.org", PASSWORD, NEW, "$argon2", *tokens_given(answers)):
        assert secret not in written


def everything_kept(tx: Tx) -> str:
    kept = [
        *tx.rows("SELECT * FROM users"),
        *tx.rows("SELECT * FROM sessions"),
        *tx.rows("SELECT * FROM refresh_tokens"),
    ]
    return json.dumps(kept, default=str)


async def test_the_database_holds_nothing_that_opens_a_door(house: House) -> None:
    answers = await everything_one_can_ask(house)
    kept = await house.database.read(everything_kept)
    assert "$argon2id$" in kept
    for secret in (PASSWORD, NEW, *tokens_given(answers)):
        assert secret not in kept
