"""API keys: made, shown once, found, limited, rotated, revoked."""

import asyncio
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.accounts.keys import PREFIX_LENGTH, new_secret
from app.accounts.model import Role, UserState
from app.accounts.scopes import Scope, needed
from app.db import Tx
from tests.accounts.house import House, status_of

Json = dict[str, Any]


@pytest.fixture
async def ben(lived_in: House) -> httpx.AsyncClient:
    return await lived_in.signed_in("ben")


async def made(browser: httpx.AsyncClient, **form: Any) -> Json:
    answer = await browser.post("/api/keys", json={"name": "a script", **form})
    assert answer.status_code == 201, answer.text
    return answer.json()


def bearing(house: House, secret: str, *, address: str = "192.0.2.1") -> httpx.AsyncClient:
    """A script with a key and no cookies."""
    script = house.browser(address=address)
    script.headers = httpx.Headers({"Authorization": f"Bearer {secret}"})
    return script


async def opens(house: House, secret: str, **where: str) -> bool:
    """Whether this secret is let in as anybody."""
    return await status_of(bearing(house, secret, **where)) == 200


def dump(tx: Tx) -> str:
    """Everything that is kept about keys."""
    return repr(tx.rows("SELECT * FROM api_keys")) + repr(tx.rows("SELECT * FROM api_key_secrets"))


async def test_a_key_is_answered_whole_and_its_secret_once(ben: httpx.AsyncClient) -> None:
    key = await made(
        ben,
        name="nightly report",
        scopes=["text", "read"],
        models=["openai/*", "!*-pro"],
        expires_at="2027-01-01T00:00:00+01:00",
        budget_micros=5_000_000,
        ip_allow=["192.0.2.7", "2001:db8::/32"],
    )
    secret = key.pop("secret")
    assert re.fullmatch(r"aycg_[A-Za-z0-9]{48}", secret)
    assert key["prefix"] == secret[:PREFIX_LENGTH]
    assert key["expires_at"] == "2026-12-31T23:00:00Z"
    assert key["ip_allow"] == ["192.0.2.7/32", "2001:db8::/32"]
    assert (await ben.get("/api/keys")).json() == {"items": [key], "next": None}


async def test_nothing_that_is_kept_opens_anything(lived_in: House, ben: httpx.AsyncClient) -> None:
    secret = (await made(ben))["secret"]
    kept = await lived_in.database.read(dump)
    assert secret[:PREFIX_LENGTH] in kept
    assert secret[PREFIX_LENGTH:] not in kept
    for text in re.findall(r"[0-9a-f]{64}", kept):
        assert not await opens(lived_in, text)


async def test_only_the_whole_secret_opens(lived_in: House, ben: httpx.AsyncClient) -> None:
    secret = (await made(ben))["secret"]
    assert await opens(lived_in, secret)
    other = new_secret()
    for wrong in (
        secret[:-1],
        secret + "a",
        secret[:PREFIX_LENGTH],
        secret[:PREFIX_LENGTH] + other[PREFIX_LENGTH:],
        secret.upper(),
        other,
        "aycg_",
        "aycg_" + "ä" * 48,
        secret[:PREFIX_LENGTH] + "%" * 40,
    ):
        assert await status_of_raw(lived_in, wrong) == 401


async def status_of_raw(house: House, secret: str) -> int:
    script = house.browser()
    headers = {b"Authorization": f"Bearer {secret}".encode()}
    return (await script.get("/api/auth/me", headers=headers)).status_code


async def test_two_secrets_never_look_alike() -> None:
    secrets = {new_secret() for _ in range(1_000)}
    assert len(secrets) == len({each[:PREFIX_LENGTH] for each in secrets}) == 1_000


@pytest.mark.parametrize(
    "form",
    [
        {"scopes": []},
        {"scopes": ["write"]},
        {"scopes": "text"},
        {"models": ["!openai/*"]},
        {"models": ["open ai"]},
        {"models": ["a" * 300]},
        {"models": ["a"] * 101},
        {"expires_at": "2020-01-01T00:00:00Z"},
        {"expires_at": "2027-01-01T00:00:00"},
        {"expires_at": "9999-12-31T23:59:59Z"},
        {"expires_at": 5},
        {"budget_micros": -1},
        {"budget_micros": 1.5},
        {"budget_micros": True},
        {"budget_micros": "5"},
        {"budget_micros": 10**13},
        {"ip_allow": ["example.org"]},
        {"ip_allow": ["10.0.0.0/33"]},
        {"ip_allow": "10.0.0.1"},
        {"name": " "},
        {"name": "a\x00b"},
        {"name": "a" * 81},
        {"user_id": "00000000-0000-0000-0000-000000000000"},
        {"secret": "aycg_mine"},
        {"created_at": "2020-01-01T00:00:00Z"},
    ],
)
async def test_a_form_that_makes_no_sense_makes_no_key(ben: httpx.AsyncClient, form: Json) -> None:
    answer = await ben.post("/api/keys", json={"name": "a script", **form})
    assert answer.status_code == 422, answer.text
    assert (await ben.get("/api/keys")).json()["items"] == []


async def test_a_hundred_keys_are_enough(lived_in: House, ben: httpx.AsyncClient) -> None:
    for number in range(100):
        await made(ben, name=f"script {number}")
    one_more = await ben.post("/api/keys", json={"name": "one more"})
    assert one_more.status_code == 409
    [first, *_] = (await ben.get("/api/keys")).json()["items"]
    assert (await ben.delete(f"/api/keys/{first['id']}")).status_code == 204
    await made(ben, name="in its place")


async def test_somebody_elses_key_is_as_good_as_none(
    lived_in: House, ben: httpx.AsyncClient
) -> None:
    key = await made(ben)
    cleo = await lived_in.signed_in("cleo")
    unknown = "0193e7a0-0000-7000-8000-000000000000"
    for key_id in (key["id"], unknown, "no-id-at-all", "%00"):
        answers = [
            await cleo.delete(f"/api/keys/{key_id}"),
            await cleo.patch(f"/api/keys/{key_id}", json={"name": "mine"}),
            await cleo.post(f"/api/keys/{key_id}/rotate"),
        ]
        assert [each.status_code for each in answers] == [404, 404, 404]
        assert {each.json()["detail"] for each in answers} == {"There is no such API key."}
    assert (await cleo.get("/api/keys")).json()["items"] == []
    assert await opens(lived_in, key["secret"])


async def test_a_revoked_key_opens_nothing_and_is_gone(
    lived_in: House, ben: httpx.AsyncClient
) -> None:
    key, other = await made(ben), await made(ben)
    assert await opens(lived_in, key["secret"])
    assert (await ben.delete(f"/api/keys/{key['id']}")).status_code == 204
    assert not await opens(lived_in, key["secret"])
    assert await opens(lived_in, other["secret"])
    assert (await ben.delete(f"/api/keys/{key['id']}")).status_code == 404
    assert [each["id"] for each in (await ben.get("/api/keys")).json()["items"]] == [other["id"]]


async def test_a_key_ends_on_the_second(lived_in: House, ben: httpx.AsyncClient) -> None:
    end = lived_in.clock() + timedelta(hours=1)
    secret = (await made(ben, expires_at=end.isoformat()))["secret"]
    lived_in.clock.turn(minutes=59, seconds=59)
    assert await opens(lived_in, secret)
    lived_in.clock.turn(seconds=1)
    assert not await opens(lived_in, secret)


async def test_a_rotated_key_has_two_secrets_for_a_stated_time(
    lived_in: House, ben: httpx.AsyncClient
) -> None:
    key = await made(ben, scopes=["read"])
    answer = await ben.post(f"/api/keys/{key['id']}/rotate", json={"overlap_s": 600})
    rotated = answer.json()
    assert answer.status_code == 200
    assert rotated["id"] == key["id"]
    assert rotated["prefix"] == rotated["secret"][:PREFIX_LENGTH] != key["prefix"]
    assert rotated["older_secret_until"] == "2026-11-21T12:10:00Z"
    assert rotated["scopes"] == ["read"]
    assert await opens(lived_in, key["secret"])
    assert await opens(lived_in, rotated["secret"])

    lived_in.clock.turn(minutes=10)
    assert not await opens(lived_in, key["secret"])
    assert await opens(lived_in, rotated["secret"])
    [seen] = (await ben.get("/api/keys")).json()["items"]
    assert seen["older_secret_until"] is None


async def test_rotating_again_never_prolongs_what_was_replaced(
    lived_in: House, ben: httpx.AsyncClient
) -> None:
    key = await made(ben)
    where = f"/api/keys/{key['id']}/rotate"
    await ben.post(where, json={"overlap_s": 60})
    second = (await ben.post(where, json={"overlap_s": 3600})).json()
    lived_in.clock.turn(minutes=1)
    assert not await opens(lived_in, key["secret"])
    third = (await ben.post(where, json={"overlap_s": 0})).json()
    assert not await opens(lived_in, second["secret"])
    assert await opens(lived_in, third["secret"])


async def test_without_a_word_the_old_secret_works_for_a_day(
    lived_in: House, ben: httpx.AsyncClient
) -> None:
    key = await made(ben)
    assert (await ben.post(f"/api/keys/{key['id']}/rotate")).status_code == 200
    lived_in.clock.turn(hours=23, minutes=59)
    assert await opens(lived_in, key["secret"])
    lived_in.clock.turn(minutes=1)
    assert not await opens(lived_in, key["secret"])


async def test_only_what_is_given_is_changed(lived_in: House, ben: httpx.AsyncClient) -> None:
    key = await made(ben, budget_micros=500, models=["openai/*"], scopes=["text"])
    where = f"/api/keys/{key['id']}"
    renamed = (await ben.patch(where, json={"name": "another"})).json()
    assert renamed == {**{k: v for k, v in key.items() if k != "secret"}, "name": "another"}
    freed = (await ben.patch(where, json={"budget_micros": None, "models": []})).json()
    assert freed["budget_micros"] is None
    assert freed["models"] == []
    assert freed["scopes"] == ["text"]
    assert (await ben.patch(where, json={"scopes": []})).status_code == 422
    assert (await ben.patch(where, json={"owner": "cleo"})).status_code == 422


async def test_a_key_that_ran_out_may_still_be_renamed(
    lived_in: House, ben: httpx.AsyncClient
) -> None:
    end = lived_in.clock() + timedelta(minutes=1)
    key = await made(ben, expires_at=end.isoformat())
    lived_in.clock.turn(minutes=2)
    ben = await lived_in.signed_in("ben")
    assert (await ben.patch(f"/api/keys/{key['id']}", json={"name": "old"})).status_code == 200


ADDRESSES: list[tuple[list[str], str, bool]] = [
    (["192.0.2.0/24"], "192.0.2.200", True),
    (["192.0.2.0/24"], "192.0.3.1", False),
    (["192.0.2.0/24"], "::ffff:192.0.2.9", True),
    (["::/0"], "192.0.2.9", False),
    (["2001:db8::/32"], "2001:db8::1", True),
    (["2001:db8::/32", "10.0.0.1"], "10.0.0.1", True),
    (["2001:db8::/32", "10.0.0.1"], "10.0.0.2", False),
    (["10.0.0.1/8"], "10.200.0.1", True),
    (["0.0.0.0/0"], "a-unix-socket", False),
    ([], "a-unix-socket", True),
]


@pytest.mark.parametrize(("networks", "address", "let_in"), ADDRESSES)
async def test_a_key_works_from_its_networks_only(
    lived_in: House, ben: httpx.AsyncClient, networks: list[str], address: str, let_in: bool
) -> None:
    secret = (await made(ben, ip_allow=networks))["secret"]
    answer = await bearing(lived_in, secret, address=address).get("/api/auth/me")
    assert answer.status_code == (200 if let_in else 403)
    if not let_in:
        assert answer.json()["code"] == "address-not-allowed"


async def test_a_header_cannot_claim_another_address(
    lived_in: House, ben: httpx.AsyncClient
) -> None:
    secret = (await made(ben, ip_allow=["10.0.0.1"]))["secret"]
    script = bearing(lived_in, secret)
    for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "CF-Connecting-IP"):
        assert (await script.get("/api/auth/me", headers={name: "10.0.0.1"})).status_code == 403


async def test_when_and_where_a_key_was_used_is_seen_at_once_and_written_later(
    lived_in: House, ben: httpx.AsyncClient
) -> None:
    key = await made(ben)
    await opens(lived_in, key["secret"], address="198.51.100.4")

    async def seen() -> tuple[str, str]:
        [item] = (await ben.get("/api/keys")).json()["items"]
        return item["last_used_at"], item["last_used_address"]

    def kept(tx: Tx) -> object:
        row = tx.row("SELECT last_used_address FROM api_keys")
        return row and row["last_used_address"]

    assert await seen() == ("2026-11-21T12:00:00Z", "198.51.100.4")
    assert await lived_in.database.read(kept) is None
    await lived_in.uses.write()
    assert await lived_in.database.read(kept) == "198.51.100.4"
    assert await seen() == ("2026-11-21T12:00:00Z", "198.51.100.4")
    await opens(lived_in, "aycg_" + "a" * 48, address="203.0.113.9")
    assert (await seen())[1] == "198.51.100.4"


CLOSED = [
    ("GET", "/api/keys"),
    ("POST", "/api/keys"),
    ("DELETE", "/api/keys/0193e7a0-0000-7000-8000-000000000000"),
    ("PATCH", "/api/keys/0193e7a0-0000-7000-8000-000000000000"),
    ("POST", "/api/keys/0193e7a0-0000-7000-8000-000000000000/rotate"),
    ("GET", "/api/auth/sessions"),
    ("DELETE", "/api/auth/sessions/0193e7a0-0000-7000-8000-000000000000"),
    ("POST", "/api/auth/password"),
    ("PATCH", "/api/auth/me"),
    ("POST", "/api/auth/logout"),
]


def test_the_export_and_the_end_of_an_account_are_closed_to_keys() -> None:
    assert needed("GET", "/api/auth/me") == frozenset(Scope)
    assert needed("GET", "/api/auth/me/export") == frozenset()
    assert needed("DELETE", "/api/auth/me") == frozenset()


@pytest.mark.parametrize(("method", "path"), CLOSED)
async def test_no_key_is_a_way_to_more(lived_in: House, method: str, path: str) -> None:
    ada = await lived_in.signed_in("ada")
    everything = ["text", "image", "video", "read", "admin"]
    script = bearing(lived_in, (await made(ada, scopes=everything))["secret"])
    bodies: dict[str, Json] = {
        "POST": {"name": "more", "current": "x" * 9, "new": "y" * 9},
        "PATCH": {"name": "x"},
    }
    # The cookie beside it would be enough by itself, and must not help.
    for cookies in (None, dict(ada.cookies)):
        script.cookies = httpx.Cookies(cookies)
        answer = await script.request(method, path, json=bodies.get(method))
        assert answer.status_code in (403, 422), answer.text
        assert answer.status_code == 403 or path in ("/api/auth/password", "/api/keys")
    assert await status_of(ada) == 200


async def test_a_good_cookie_mends_no_bad_key(lived_in: House, ben: httpx.AsyncClient) -> None:
    assert await status_of(ben) == 200
    for header in ("Bearer aycg_" + "a" * 48, "bearer aycg_nothing", "BEARER aycg_", "Bearer"):
        answer = await ben.get("/api/auth/me", headers={"Authorization": header})
        assert answer.status_code == 401


async def test_a_key_is_heard_in_the_authorization_header_only(
    lived_in: House, ben: httpx.AsyncClient
) -> None:
    secret = (await made(ben))["secret"]
    stranger = lived_in.browser()
    forms: list[Json] = [
        {"headers": {"x-api-key": secret}},
        {"headers": {"api-key": secret}},
        {"headers": {"Authorization": secret}},
        {"headers": {"Authorization": f"Basic {secret}"}},
        {"headers": {"Cookie": f"allucanget_access={secret}"}},
        {"params": {"api_key": secret, "access_token": secret, "key": secret}},
    ]
    for form in forms:
        assert (await stranger.get("/api/auth/me", **form)).status_code == 401


async def test_a_key_shows_its_owner_and_not_the_cookies(
    lived_in: House, ben: httpx.AsyncClient
) -> None:
    secret = (await made(ben))["secret"]
    cleo = await lived_in.signed_in("cleo")
    me = await cleo.get("/api/auth/me", headers={"Authorization": f"Bearer {secret}"})
    assert me.json()["email"] == "ben@example.org"


async def test_a_scope_for_administrators_is_theirs_to_give(
    lived_in: House, ben: httpx.AsyncClient
) -> None:
    answer = await ben.post("/api/keys", json={"name": "sly", "scopes": ["admin"]})
    assert answer.status_code == 403
    key = await made(ben, scopes=["read"])
    widened = await ben.patch(f"/api/keys/{key['id']}", json={"scopes": ["admin"]})
    assert widened.status_code == 403


async def test_administrating_needs_the_scope_and_the_role_now(lived_in: House) -> None:
    ada = await lived_in.signed_in("ada")
    me = (await ada.get("/api/auth/me")).json()["id"]
    ben = (await (await lived_in.signed_in("ben")).get("/api/auth/me")).json()["id"]
    await lived_in.accounts.change_user(ben, role=Role.ADMIN)
    able = bearing(lived_in, (await made(ada, scopes=["admin"]))["secret"])
    unable = bearing(lived_in, (await made(ada, scopes=["text", "read"]))["secret"])
    assert await status_of(able, "/api/admin/things") == 200
    assert await status_of(unable, "/api/admin/things") == 403
    await lived_in.accounts.change_user(me, role=Role.USER)
    assert await status_of(able, "/api/admin/things") == 403


async def test_looking_needs_the_scope_to_read(lived_in: House, ben: httpx.AsyncClient) -> None:
    secret = (await made(ben, scopes=["text", "image", "video"]))["secret"]
    assert await status_of(bearing(lived_in, secret), "/api/things") == 403
    reading = (await made(ben, scopes=["read"]))["secret"]
    assert await status_of(bearing(lived_in, reading), "/api/things") == 200


@pytest.mark.parametrize("state", [UserState.DISABLED, UserState.PENDING])
async def test_a_key_falls_with_its_owner(
    lived_in: House, ben: httpx.AsyncClient, state: UserState
) -> None:
    secret = (await made(ben))["secret"]
    me = (await ben.get("/api/auth/me")).json()["id"]
    script = bearing(lived_in, secret)
    assert await status_of(script, "/api/things") == 200
    await lived_in.accounts.change_user(me, state=state)
    assert await status_of(script, "/api/things") == (401 if state is UserState.DISABLED else 403)


End = Callable[[httpx.AsyncClient, Json], Any]


async def revoke(ben: httpx.AsyncClient, key: Json) -> None:
    await ben.delete(f"/api/keys/{key['id']}")


async def narrow(ben: httpx.AsyncClient, key: Json) -> None:
    await ben.patch(f"/api/keys/{key['id']}", json={"scopes": ["read"]})


async def rotate_at_once(ben: httpx.AsyncClient, key: Json) -> None:
    await ben.post(f"/api/keys/{key['id']}/rotate", json={"overlap_s": 0})


@pytest.mark.parametrize("end", [revoke, narrow, rotate_at_once])
async def test_open_streams_of_a_key_hear_that_it_ended(
    lived_in: House, ben: httpx.AsyncClient, end: End
) -> None:
    key, other = await made(ben), await made(ben)
    callers = [await lived_in.callers.of_bearer(each["secret"], "") for each in (key, other)]
    assert callers[0] is not None
    assert callers[1] is not None
    with (
        lived_in.sign_outs.watch(callers[0]) as gone,
        lived_in.sign_outs.watch(callers[1]) as unconcerned,
    ):
        await end(ben, key)
        async with asyncio.timeout(2):
            await gone.wait()
        assert not unconcerned.is_set()
    # Also one that was let in just before and begins to stream just after.
    with lived_in.sign_outs.watch(callers[0]) as late:
        assert late.is_set()


async def test_a_session_that_ends_takes_no_key_with_it(
    lived_in: House, ben: httpx.AsyncClient
) -> None:
    caller = await lived_in.callers.of_bearer((await made(ben))["secret"], "")
    assert caller is not None
    with lived_in.sign_outs.watch(caller) as gone:
        await ben.post("/api/auth/logout")
        assert not gone.is_set()
