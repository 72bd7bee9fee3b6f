"""Signing in: who gets in, what the others learn, and how often one may try."""

from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher

from app.accounts.model import UserState
from app.accounts.repository import credentials
from tests.accounts.house import PASSWORD, House, post, quick_hasher, sign_in, status_of


async def test_signing_in_answers_the_user_and_opens_the_house(lived_in: House) -> None:
    browser = lived_in.browser()
    answer = await sign_in(browser, "ben")
    assert answer.status_code == 200
    me = await browser.get("/api/auth/me")
    assert answer.json() == {"user": me.json()}
    assert me.json()["email"] == "ben@example.org"


async def test_the_address_may_be_written_in_any_case(lived_in: House) -> None:
    form = {"email": " BEN@Example.org", "password": PASSWORD}
    assert (await lived_in.browser().post("/api/auth/login", json=form)).status_code == 200


async def test_a_second_sign_in_does_not_end_the_first(lived_in: House) -> None:
    first, second = await lived_in.signed_in("ben"), await lived_in.signed_in("ben")
    assert (await status_of(first), await status_of(second)) == (200, 200)


def without_time(answer: httpx.Response) -> tuple[int, Any, dict[str, str]]:
    headers = {name: value for name, value in answer.headers.items() if name != "x-request-id"}
    return answer.status_code, answer.json(), headers


@pytest.mark.parametrize("path", ["login", "token"])
@pytest.mark.parametrize("password", ["not the password", ""])
async def test_nobody_learns_which_accounts_exist(
    lived_in: House, path: str, password: str
) -> None:
    async def attempt(name: str) -> httpx.Response:
        browser, email = lived_in.browser(), f"{name}@example.org"
        if path == "login":
            return await sign_in(browser, name, password)
        form = {"username": email, "password": password or " "}
        return await browser.post("/api/auth/token", data=form)

    known, unknown = await attempt("ben"), await attempt("nobody")
    assert without_time(known) == without_time(unknown)
    assert (known.status_code, known.json()["code"]) == (401, "wrong-credentials")


class CountingHasher(PasswordHasher):
    """The real one, which also tells how many passwords it was made to compare."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.compared: list[str | bytes] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> Any:
        self.compared.append(hash)
        return super().verify(hash, password)


async def test_an_unknown_account_costs_the_same_work(lived_in: House) -> None:
    hasher = CountingHasher()
    house = House(lived_in.database, lived_in.clock, hasher=hasher)
    await sign_in(house.browser(), "ben", "not the password")
    await sign_in(house.browser(), "nobody", "not the password")
    known, unknown = (str(kept).rpartition("$")[0].rpartition("$")[0] for kept in hasher.compared)
    assert known == unknown == "$argon2id$v=19$m=8,t=1,p=1"


async def test_an_address_that_cannot_exist_is_only_unknown(lived_in: House) -> None:
    for email in ("nonsense", "", "\ud800@example.org", "' OR 1=1 --", "x" * 5_000):
        form = {"email": email, "password": PASSWORD}
        answer = await post(lived_in.browser(), "/api/auth/login", form)
        assert (answer.status_code, answer.json()["code"]) == (401, "wrong-credentials")


async def test_a_disabled_person_is_told_so_only_with_the_right_password(lived_in: House) -> None:
    ben = (await (await lived_in.signed_in("ben")).get("/api/auth/me")).json()
    await lived_in.accounts.change_user(ben["id"], state=UserState.DISABLED)
    wrong = await sign_in(lived_in.browser(), "ben", "not the password")
    right = await sign_in(lived_in.browser(), "ben")
    assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong-credentials")
    assert (right.status_code, right.json()["code"]) == (403, "account-disabled")
    assert "set-cookie" not in right.headers


async def test_a_password_is_hashed_anew_when_the_parameters_change(lived_in: House) -> None:
    stronger = House(lived_in.database, lived_in.clock, hasher=quick_hasher(time_cost=2))
    await stronger.signed_in("ben")
    ben = await lived_in.database.read(credentials, "ben@example.org")
    assert ben is not None
    assert "t=2" in ben.password_hash
    await stronger.signed_in("ben")


async def test_a_script_gets_a_bearer_token_for_an_hour(lived_in: House) -> None:
    form = {"grant_type": "password", "username": "ben@example.org", "password": PASSWORD}
    answer = await lived_in.browser().post("/api/auth/token", data=form)
    token = answer.json()
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers
    assert (token["token_type"], token["expires_in"]) == ("bearer", 3600)

    script = lived_in.browser()
    script.headers["Authorization"] = f"Bearer {token['access_token']}"
    assert await status_of(script, "/api/things") == 200
    lived_in.clock.turn(hours=1)
    assert await status_of(script, "/api/things") == 401


async def attempts(browser: httpx.AsyncClient, name: str, times: int) -> list[int]:
    """What that many wrong passwords are answered."""
    return [(await sign_in(browser, name, "wrong one")).status_code for _ in range(times)]


async def test_ten_wrong_passwords_are_enough_for_a_quarter_of_an_hour(lived_in: House) -> None:
    browser = lived_in.browser()
    assert await attempts(browser, "ben", 11) == 10 * [401] + [429]
    lived_in.clock.turn(minutes=10)
    refused = await sign_in(browser, "ben")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "300")
    lived_in.clock.turn(minutes=5)
    assert (await sign_in(browser, "ben")).status_code == 200


async def test_an_unknown_account_is_limited_just_the_same(lived_in: House) -> None:
    known, unknown = lived_in.browser(), lived_in.browser(address="192.0.2.2")
    assert await attempts(known, "ben", 12) == await attempts(unknown, "nobody", 12)


async def test_success_gives_the_account_its_attempts_back(lived_in: House) -> None:
    browser = lived_in.browser()
    await attempts(browser, "ben", 9)
    assert (await sign_in(browser, "ben")).status_code == 200
    assert await attempts(browser, "ben", 11) == 10 * [401] + [429]


async def test_one_address_cannot_try_many_accounts(lived_in: House) -> None:
    browser = lived_in.browser()
    for n in range(50):
        assert await attempts(browser, f"guess-{n}", 1) == [401]
    assert (await sign_in(browser, "ben")).status_code == 429
    assert (await sign_in(lived_in.browser(address="192.0.2.9"), "ben")).status_code == 200


async def test_an_own_account_does_not_pay_for_attempts_on_others(lived_in: House) -> None:
    browser = lived_in.browser()
    for n in range(50):
        assert await attempts(browser, f"guess-{n}", 1) == [401]
        if n < 49:
            assert (await sign_in(browser, "cleo")).status_code == 200
    assert await attempts(browser, "guess-50", 1) == [429]


async def test_an_office_of_a_hundred_signs_in_from_one_address(lived_in: House) -> None:
    for _ in range(100):
        assert (await sign_in(lived_in.browser(), "ben")).status_code == 200


async def test_attackers_from_everywhere_do_not_lock_the_owner_out(lived_in: House) -> None:
    home = await lived_in.signed_in("ben", address="192.0.2.200")
    for n in range(10):
        await attempts(lived_in.browser(address=f"198.51.100.{n}"), "ben", 10)
    stranger = lived_in.browser(address="203.0.113.1")
    assert (await sign_in(stranger, "ben")).status_code == 429
    await home.post("/api/auth/logout")
    assert (await sign_in(home, "ben")).status_code == 200


async def test_a_network_of_ipv6_addresses_is_one_attacker(lived_in: House) -> None:
    for n in range(10):
        await attempts(lived_in.browser(address=f"2001:db8:1:2::{n:x}"), "ben", 1)
    neighbour = lived_in.browser(address="2001:db8:1:2:ffff::1")
    assert (await sign_in(neighbour, "ben")).status_code == 429
    elsewhere = lived_in.browser(address="2001:db8:1:3::1")
    assert (await sign_in(elsewhere, "ben")).status_code == 200
