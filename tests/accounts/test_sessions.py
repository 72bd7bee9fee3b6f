"""Looking after one's own account: sessions, signing out, name and password."""

import pytest

from app.accounts.cookies import ACCESS, REFRESH
from tests.accounts.house import PASSWORD, House, sign_in, status_of

NEW = "another quiet river"


async def test_sessions_tell_where_one_is_signed_in(lived_in: House) -> None:
    first = await lived_in.signed_in("ben", address="192.0.2.7")
    lived_in.clock.turn(minutes=1)
    second = await lived_in.signed_in("ben")
    await lived_in.signed_in("cleo")
    answer = (await first.get("/api/auth/sessions")).json()
    newest, oldest = answer["items"]
    assert answer["next"] is None
    assert oldest == {
        "id": oldest["id"],
        "created_at": "2026-11-21T12:00:00Z",
        "last_seen_at": "2026-11-21T12:00:00Z",
        "user_agent": "a browser",
        "address": "192.0.2.7",
        "current": True,
    }
    assert not newest["current"]
    assert [
        each["current"] for each in (await second.get("/api/auth/sessions")).json()["items"]
    ] == [
        True,
        False,
    ]


async def test_a_session_can_be_ended_from_another(lived_in: House) -> None:
    lost = await lived_in.signed_in("ben")
    lived_in.clock.turn(seconds=1)
    here = await lived_in.signed_in("ben")
    lost_id = (await here.get("/api/auth/sessions")).json()["items"][1]["id"]
    assert await status_of(lost) == 200
    assert (await here.delete(f"/api/auth/sessions/{lost_id}")).status_code == 204
    assert (await status_of(lost), await status_of(here)) == (401, 200)
    assert (await lost.post("/api/auth/refresh")).status_code == 401
    assert (await here.delete(f"/api/auth/sessions/{lost_id}")).status_code == 404


async def test_another_persons_session_is_as_good_as_none(lived_in: House) -> None:
    ben, cleo = await lived_in.signed_in("ben"), await lived_in.signed_in("cleo")
    bens = (await ben.get("/api/auth/sessions")).json()["items"][0]["id"]
    unknown = "01900000-0000-7000-8000-000000000000"
    answers = [
        await cleo.delete(f"/api/auth/sessions/{each}") for each in (bens, unknown, "nonsense")
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert answers[0].json() == answers[1].json() == answers[2].json()
    assert await status_of(ben) == 200


async def test_signing_out_ends_this_session_and_clears_its_cookies(lived_in: House) -> None:
    here, elsewhere = await lived_in.signed_in("ben"), await lived_in.signed_in("ben")
    kept = dict(here.cookies)
    assert (await here.post("/api/auth/logout")).status_code == 204
    assert dict(here.cookies) == {}
    here.cookies.update(kept)
    assert await status_of(here) == 401
    assert (await here.post("/api/auth/refresh")).status_code == 401
    assert await status_of(elsewhere) == 200


async def test_one_can_sign_out_after_an_hour_away(lived_in: House) -> None:
    browser = await lived_in.signed_in("ben")
    token = browser.cookies[REFRESH]
    lived_in.clock.turn(hours=2)
    assert (await browser.post("/api/auth/logout")).status_code == 204
    browser.cookies.set(REFRESH, token)
    assert (await browser.post("/api/auth/refresh")).status_code == 401


async def test_cookies_that_lead_nowhere_are_cleared(lived_in: House) -> None:
    for name in (ACCESS, REFRESH):
        browser = lived_in.browser()
        answer = await browser.post("/api/auth/logout", headers={"Cookie": f"{name}=stale"})
        assert answer.status_code == 204
        assert {ACCESS, REFRESH} == {
            line.partition("=")[0] for line in answer.headers.get_list("set-cookie")
        }


async def test_who_never_signed_in_cannot_sign_out(lived_in: House) -> None:
    assert (await lived_in.browser().post("/api/auth/logout")).status_code == 401


async def test_a_new_name_is_seen_at_once_and_everywhere(lived_in: House) -> None:
    here, elsewhere = await lived_in.signed_in("ben"), await lived_in.signed_in("ben")
    assert await status_of(elsewhere) == 200
    answer = await here.patch("/api/auth/me", json={"name": " Benjamin "})
    assert (answer.status_code, answer.json()["name"]) == (200, "Benjamin")
    assert (await elsewhere.get("/api/auth/me")).json() == answer.json()


@pytest.mark.parametrize("more", ["role", "state", "tier", "email", "id"])
async def test_only_the_name_can_be_changed(lived_in: House, more: str) -> None:
    browser = await lived_in.signed_in("ben")
    before = (await browser.get("/api/auth/me")).json()
    answer = await browser.patch("/api/auth/me", json={"name": "Benjamin", more: "admin"})
    assert answer.status_code == 422
    assert (await browser.get("/api/auth/me")).json() == before


async def test_a_new_password_ends_every_other_session(lived_in: House) -> None:
    here, elsewhere = await lived_in.signed_in("ben"), await lived_in.signed_in("ben")
    cleo = await lived_in.signed_in("cleo")
    form = {"current": PASSWORD, "new": NEW}
    assert (await here.post("/api/auth/password", json=form)).status_code == 204
    assert (await status_of(here), await status_of(elsewhere), await status_of(cleo)) == (
        200,
        401,
        200,
    )
    assert (await elsewhere.post("/api/auth/refresh")).status_code == 401
    assert (await here.post("/api/auth/refresh")).status_code == 200
    assert (await sign_in(lived_in.browser(), "ben")).status_code == 401
    assert (await sign_in(lived_in.browser(), "ben", NEW)).status_code == 200


async def test_a_password_cannot_be_changed_without_the_old_one(lived_in: House) -> None:
    here, elsewhere = await lived_in.signed_in("ben"), await lived_in.signed_in("ben")
    form = {"current": "a guess", "new": NEW}
    answer = await here.post("/api/auth/password", json=form)
    assert (answer.status_code, answer.json()["code"]) == (403, "wrong-password")
    assert await status_of(elsewhere) == 200
    assert (await sign_in(lived_in.browser(), "ben")).status_code == 200


async def test_whoever_finds_an_open_browser_cannot_guess_for_long(lived_in: House) -> None:
    browser = await lived_in.signed_in("ben")
    form = {"current": "a guess", "new": NEW}
    answers = [await browser.post("/api/auth/password", json=form) for _ in range(11)]
    assert [answer.status_code for answer in answers] == 10 * [403] + [429]


@pytest.mark.parametrize("new", ["short", "x" * 201, "password123", "BEN@example.org"])
async def test_a_new_password_is_as_good_as_a_first_one(lived_in: House, new: str) -> None:
    browser = await lived_in.signed_in("ben")
    answer = await browser.post("/api/auth/password", json={"current": PASSWORD, "new": new})
    assert (answer.status_code, answer.json()["code"]) == (422, "weak-password")
    assert answer.json()["errors"][0]["field"] == "new"
