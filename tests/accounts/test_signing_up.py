"""Who gets an account, and as what."""

import asyncio
from typing import Any

import httpx
import pytest

from app.accounts.tokens import fingerprint
from app.clock import new_id
from app.db import Tx
from app.settings import SignupPolicy
from tests.accounts.house import PASSWORD, House, post, sign_in, status_of


async def register(house: House, **form: Any) -> httpx.Response:
    asked = {"email": "new@example.org", "password": PASSWORD} | form
    return await post(house.browser(), "/api/auth/register", asked)


async def test_the_first_account_is_the_administrator(house: House) -> None:
    user = (await register(house, email="Ada@Example.org", name="Ada")).json()
    assert set(user) == {"id", "email", "name", "role", "state", "tier", "created_at"}
    assert (user["email"], user["name"]) == ("Ada@Example.org", "Ada")
    assert (user["role"], user["state"], user["tier"]) == ("admin", "active", "basic")
    assert user["created_at"] == "2026-11-21T12:00:00Z"


@pytest.mark.parametrize("policy", ["open", "approval", "invite", "closed"])
async def test_fifty_first_sign_ups_at_once_make_one_administrator(
    house: House, policy: SignupPolicy
) -> None:
    house.policy = policy
    answers = await asyncio.gather(
        *(register(house, email=f"guest-{n}@example.org") for n in range(50))
    )
    admitted = [answer.json() for answer in answers if answer.status_code == 201]
    admins = [user for user in admitted if user["role"] == "admin"]
    assert [user["state"] for user in admins] == ["active"]
    assert len(admitted) == (50 if policy in ("open", "approval") else 1)
    assert {answer.status_code for answer in answers} <= {201, 403}


async def test_registering_does_not_sign_in(house: House) -> None:
    browser = house.browser()
    form = {"email": "ada@example.org", "password": PASSWORD}
    answer = await browser.post("/api/auth/register", json=form)
    assert "set-cookie" not in answer.headers
    assert await status_of(browser) == 401


async def test_a_person_without_a_name_gets_one_from_the_address(house: House) -> None:
    assert (await house.register("ada.lovelace"))["name"] == "ada.lovelace"


async def test_an_address_is_taken_however_it_is_written(house: House) -> None:
    await register(house, email="Ada@Example.org")
    again = await register(house, email=" aDa@example.ORG ")
    assert (again.status_code, again.json()["code"]) == (409, "email-taken")


async def test_one_address_asked_for_twenty_times_at_once_makes_one_account(house: House) -> None:
    await house.register("ada")
    answers = await asyncio.gather(*(register(house) for _ in range(20)))
    assert sorted(answer.status_code for answer in answers) == [201] + 19 * [409]


async def test_by_approval_one_waits(house: House) -> None:
    house.policy = "approval"
    await house.register("ada")
    assert (await house.register("ben"))["state"] == "pending"


async def test_a_closed_house_lets_nobody_in(lived_in: House) -> None:
    lived_in.policy = "closed"
    answer = await register(lived_in)
    assert (answer.status_code, answer.json()["code"]) == (403, "signup-closed")
    assert answer.json()["detail"]
    assert (await sign_in(lived_in.browser(), "new")).status_code == 401


def put_invite(tx: Tx, code: str, admin_id: str, expires_at: Any = None) -> None:
    tx.run(
        """
        INSERT INTO invites (id, code_hash, created_by, created_at, expires_at)
        VALUES ($id, $code_hash, $created_by, now(), $expires_at)
        """,
        id=new_id(),
        code_hash=fingerprint(code),
        created_by=admin_id,
        expires_at=expires_at,
    )


async def test_an_invitation_admits_one_person(house: House) -> None:
    admin = await house.register("ada")
    house.policy = "invite"
    await house.database.write(put_invite, "come-in", admin["id"])
    answers = await asyncio.gather(
        *(register(house, email=f"guest-{n}@example.org", invite="come-in") for n in range(8))
    )
    assert sorted(answer.status_code for answer in answers) == [201] + 7 * [403]
    admitted = next(answer.json() for answer in answers if answer.status_code == 201)
    assert (admitted["role"], admitted["state"]) == ("user", "active")


async def test_a_failed_sign_up_does_not_use_the_invitation_up(house: House) -> None:
    admin = await house.register("ada")
    house.policy = "invite"
    await house.database.write(put_invite, "come-in", admin["id"])
    assert (await register(house, email="ada@example.org", invite="come-in")).status_code == 409
    assert (await register(house, invite="come-in")).status_code == 201


async def test_without_a_good_invitation_nobody_is_admitted(house: House) -> None:
    admin = await house.register("ada")
    house.policy = "invite"
    await house.database.write(put_invite, "too-late", admin["id"], house.clock())
    for invite in (None, "", "guessed", "too-late", "\ud800"):
        answer = await register(house, invite=invite)
        assert (answer.status_code, answer.json()["code"]) == (403, "invite-required")


@pytest.mark.parametrize(
    "email",
    [
        "",
        "ada",
        "ada@",
        "@example.org",
        "ada@example",
        "ada@@example.org",
        "a da@example.org",
        "ada@exam ple.org",
        "ada@-example.org",
        "ada@example..org",
        "ada\u202e@example.org",
        "ada\ud800@example.org",
        "ada,ben@example.org",
        "x" * 65 + "@example.org",
        "ada@" + "x" * 250 + ".org",
    ],
)
async def test_what_is_no_address_is_refused(house: House, email: str) -> None:
    answer = await register(house, email=email)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "email")


@pytest.mark.parametrize("email", ["ada+films@example.co.uk", "ädä@exämple.org", "ada@localhost"])
async def test_unusual_addresses_are_welcome(house: House, email: str) -> None:
    assert (await register(house, email=email)).json()["email"] == email


@pytest.mark.parametrize(
    "password",
    ["", "seven77", "x" * 201, "password123", "PassWord1", "abcdefgh", "New@example.org"],
)
async def test_a_password_that_could_be_guessed_is_refused(house: House, password: str) -> None:
    answer = await register(house, password=password)
    assert (answer.status_code, answer.json()["code"]) == (422, "weak-password")
    assert answer.json()["errors"][0]["field"] == "password"


@pytest.mark.parametrize("password", ["☂" * 8, "x" * 200, "half a pair: \ud83d"])
async def test_length_is_counted_in_characters(house: House, password: str) -> None:
    assert (await register(house, password=password)).status_code == 201
    assert (await sign_in(house.browser(), "new", password)).status_code == 200


@pytest.mark.parametrize(
    "more",
    [
        {"role": "admin"},
        {"state": "active"},
        {"tier": "premium"},
        {"id": "01900000-0000-7000-8000-000000000000"},
        {"created_at": "2020-01-01T00:00:00Z"},
        {"password_hash": "x"},
    ],
)
async def test_nobody_promotes_themselves(lived_in: House, more: dict[str, str]) -> None:
    answer = await register(lived_in, **more)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == next(iter(more))


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "turned\u202eround", "two\nlines"])
async def test_a_name_is_one_visible_line(house: House, name: str) -> None:
    answer = await register(house, name=name)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "name")
