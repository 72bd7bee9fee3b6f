"""Who is asking: what opens the house, and how soon a change of a person's standing acts."""

import hmac
from datetime import timedelta

import jwt
import pytest

from app.accounts.cookies import ACCESS
from app.accounts.errors import LastAdmin
from app.accounts.model import Role, User, UserState
from app.accounts.repository import any_user, user_of_id
from app.accounts.tokens import ISSUER, Tokens
from app.db import Tx
from tests.accounts.house import House, sign_in, status_of
from tests.conftest import TurnableClock

ADMIN_ONLY = "/api/admin/things"


async def user(house: House, name: str) -> User:
    me = (await (await house.signed_in(name)).get("/api/auth/me")).json()
    found = await house.database.read(user_of_id, me["id"])
    assert found is not None
    return found


async def test_a_stranger_is_asked_to_sign_in(lived_in: House) -> None:
    for path in ("/api/auth/me", "/api/auth/sessions", "/api/things", ADMIN_ONLY):
        answer = await lived_in.browser().get(path)
        assert (answer.status_code, answer.json()["code"]) == (401, "sign-in-required")
        assert answer.headers["www-authenticate"] == "Bearer"


async def test_administrators_reach_what_others_do_not(lived_in: House) -> None:
    ada, ben = await lived_in.signed_in("ada"), await lived_in.signed_in("ben")
    assert (await status_of(ada, ADMIN_ONLY), await status_of(ben, ADMIN_ONLY)) == (200, 403)


async def test_who_waits_reaches_only_themselves_and_the_door(house: House) -> None:
    await house.register("ada")
    house.policy = "approval"
    pending = await house.register("ben")
    browser = await house.signed_in("ben")
    assert (await browser.get("/api/auth/me")).json() == pending
    assert (await browser.post("/api/auth/refresh")).status_code == 200

    refused = [
        await browser.get("/api/things"),
        await browser.get(ADMIN_ONLY),
        await browser.get("/api/auth/sessions"),
        await browser.delete("/api/auth/sessions/nonsense"),
        await browser.patch("/api/auth/me", json={"name": "Ben"}),
        await browser.post("/api/auth/password", json={"current": "x", "new": "y"}),
    ]
    assert {(each.status_code, each.json()["code"]) for each in refused} == {(403, "pending")}

    await house.accounts.change_user(pending["id"], state=UserState.ACTIVE)
    assert await status_of(browser, "/api/things") == 200
    assert (await browser.post("/api/auth/logout")).status_code == 204


async def test_a_new_role_acts_on_the_next_request(lived_in: House) -> None:
    ben, browser = await user(lived_in, "ben"), await lived_in.signed_in("ben")
    assert await status_of(browser, ADMIN_ONLY) == 403
    await lived_in.accounts.change_user(ben.id, role=Role.ADMIN)
    assert await status_of(browser, ADMIN_ONLY) == 200
    await lived_in.accounts.change_user(ben.id, role=Role.USER)
    assert await status_of(browser, ADMIN_ONLY) == 403


async def test_a_new_tier_is_known_on_the_next_request(lived_in: House) -> None:
    ben, browser = await user(lived_in, "ben"), await lived_in.signed_in("ben")
    await lived_in.accounts.change_user(ben.id, tier="premium")
    assert (await browser.get("/api/auth/me")).json()["tier"] == "premium"


async def test_disabling_acts_on_the_next_request_and_outlives_enabling(lived_in: House) -> None:
    ben, browser = await user(lived_in, "ben"), await lived_in.signed_in("ben")
    assert await status_of(browser) == 200
    await lived_in.accounts.change_user(ben.id, state=UserState.DISABLED)
    assert await status_of(browser) == 401
    assert (await browser.post("/api/auth/refresh")).status_code == 401
    await lived_in.accounts.change_user(ben.id, state=UserState.ACTIVE)
    assert await status_of(browser) == 401
    assert (await sign_in(browser, "ben")).status_code == 200


@pytest.mark.parametrize(
    ("role", "state"),
    [(Role.USER, None), (None, UserState.DISABLED), (None, UserState.PENDING)],
)
async def test_the_last_administrator_stays(
    lived_in: House, role: Role | None, state: UserState | None
) -> None:
    ada = await user(lived_in, "ada")
    with pytest.raises(LastAdmin):
        await lived_in.accounts.change_user(ada.id, role=role, state=state)
    browser = await lived_in.signed_in("ada")
    assert await status_of(browser, ADMIN_ONLY) == 200

    cleo = await user(lived_in, "cleo")
    await lived_in.accounts.change_user(cleo.id, role=Role.ADMIN)
    await lived_in.accounts.change_user(ada.id, role=role, state=state)
    assert await status_of(browser, ADMIN_ONLY) in (401, 403)


async def test_a_bearer_token_counts_before_a_cookie(lived_in: House) -> None:
    browser = await lived_in.signed_in("ada")
    bens = await lived_in.signed_in("ben")
    good = {"Authorization": f"Bearer {bens.cookies[ACCESS]}"}
    assert (await browser.get("/api/auth/me", headers=good)).json()["name"] == "ben"
    for header in ("Bearer nonsense", "Bearer ", "bearer", "Bearer aycg_unknown"):
        answer = await browser.get("/api/auth/me", headers={"Authorization": header})
        assert answer.status_code == 401
    other_scheme = await browser.get("/api/auth/me", headers={"Authorization": "Basic eDp5"})
    assert other_scheme.json()["name"] == "ada"


def test_a_token_of_somebody_elses_making_says_nothing(clock: TurnableClock) -> None:
    now, ours = clock(), Tokens("our secret")
    claims = {
        "sub": "u",
        "sid": "s",
        "iat": int(now.timestamp()),
        "exp": int((now + timedelta(hours=1)).timestamp()),
        "iss": ISSUER,
    }
    key = hmac.digest(b"our secret", b"access tokens", "sha256")
    assert ours.read_access(jwt.encode(claims, key, "HS256"), now) is not None
    forged = [
        jwt.encode(claims, None, "none"),
        jwt.encode(claims, key * 2, "HS512"),
        jwt.encode(claims, b"x" * 32, "HS256"),
        jwt.encode(claims | {"iss": "another"}, key, "HS256"),
        *(
            jwt.encode({k: v for k, v in claims.items() if k != left_out}, key, "HS256")
            for left_out in claims
        ),
        Tokens("another secret").access("u", "s", now),
        "",
        "a.b.c",
    ]
    assert [ours.read_access(token, now) for token in forged] == len(forged) * [None]


async def test_a_house_is_empty_until_somebody_moves_in(house: House) -> None:
    assert not await house.database.read(any_user)
    await house.register("ada")
    assert await house.database.read(any_user)


def disable_everybody(tx: Tx) -> None:
    tx.run("UPDATE users SET state = 'disabled'")


async def test_a_disabled_user_stays_out_whatever_their_sessions_say(lived_in: House) -> None:
    browser = await lived_in.signed_in("ben")
    await lived_in.database.write(disable_everybody)
    assert await status_of(browser) == 401
    assert (await browser.post("/api/auth/refresh")).status_code == 401


def remove_sessions(tx: Tx) -> None:
    tx.run("DELETE FROM sessions")


async def test_a_standing_is_read_once_until_something_changes(lived_in: House) -> None:
    browser = await lived_in.signed_in("ben")
    assert await status_of(browser) == 200
    await lived_in.database.write(remove_sessions)
    assert await status_of(browser) == 200
    lived_in.sign_outs.details_changed()
    assert await status_of(browser) == 401
