"""What administrators see of people, and what becomes of what they decide."""

import asyncio

import httpx
import pytest

from tests.studio import Json, Person, Studio

PEOPLE = "/api/admin/users"


async def test_everybody_is_found_by_name_address_and_standing(studio: Studio) -> None:
    admin, bob, cem = [await studio.person(name) for name in ("admin", "bob", "cem")]
    assert [each["email"] for each in await _found(admin)] == [
        cem.user["email"],
        bob.user["email"],
        admin.user["email"],
    ]
    assert [each["id"] for each in await _found(admin, q="BOB@")] == [bob.user["id"]]
    assert [each["id"] for each in await _found(admin, role="admin")] == [admin.user["id"]]
    assert await _found(admin, state="disabled") == []
    assert await _found(admin, tier="free") == []
    assert await _found(admin, q="%") == []
    first = (await admin.http.get(PEOPLE, params={"limit": 2})).json()
    rest = (await admin.http.get(PEOPLE, params={"limit": 2, "before": first["next"]})).json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)


async def test_their_money_is_told_and_never_what_they_asked(studio: Studio) -> None:
    admin, bob = await studio.person("admin"), await studio.person("bob")
    text = await bob.say("A secret wish")
    seen = (await admin.http.get(f"{PEOPLE}/{bob.user['id']}")).json()
    assert seen["spent_day_micros"] == seen["spent_month_micros"] == text["cost_micros"] > 0
    assert seen["held_micros"] == 0
    assert seen["last_seen_at"] is not None
    assert "secret" not in str(seen)
    assert "password" not in str(seen)
    spending = (await admin.http.get(f"{PEOPLE}/{bob.user['id']}/usage")).json()
    assert spending == (await bob.http.get("/api/usage")).json()
    assert spending["spent_micros"] == text["cost_micros"]


async def test_a_budget_set_for_a_person_counts_on_their_next_request(studio: Studio) -> None:
    admin, bob = await studio.person("admin"), await studio.person("bob")
    await _changed(admin, bob, budget_day_micros=0)
    refused = await bob.http.post("/api/generations/image", json={"prompt": "A boat"})
    assert (refused.status_code, refused.json()["code"]) == (402, "budget-exceeded")
    assert (await _changed(admin, bob, budget_day_micros=None))["budget_day_micros"] is None
    await bob.ask("image")


async def test_the_limit_that_counts_is_their_own_or_else_that_of_their_tier(
    studio: Studio,
) -> None:
    admin, bob = await studio.person("admin"), await studio.person("bob")
    tier = (await admin.http.get("/api/admin/tiers/basic")).json()
    before = (await admin.http.get(f"{PEOPLE}/{bob.user['id']}")).json()
    assert before["limit_month_micros"] == tier["budget_month_micros"] is not None
    after = await _changed(admin, bob, budget_month_micros=7)
    assert (after["limit_month_micros"], after["limit_day_micros"]) == (
        7,
        tier["budget_day_micros"],
    )
    assert [each["limit_month_micros"] for each in await _found(admin, q="bob@")] == [7]


async def test_what_is_not_named_stays_as_it_was(studio: Studio) -> None:
    admin, bob = await studio.person("admin"), await studio.person("bob")
    await _changed(admin, bob, budget_day_micros=5, budget_month_micros=7)
    after = await _changed(admin, bob, tier="premium", budget_month_micros=8)
    assert (after["budget_day_micros"], after["budget_month_micros"]) == (5, 8)
    assert (after["tier"], after["role"], after["state"]) == ("premium", "user", "active")
    assert (await bob.http.get("/api/auth/me")).json()["tier"] == "premium"


async def test_disabling_ends_streams_and_sessions_at_once(studio: Studio) -> None:
    admin, bob = await studio.person("admin"), await studio.person("bob")
    waiting = asyncio.create_task(
        bob.http.get("/api/generations/changes", params={"since": await _cursor(bob), "wait": 30})
    )
    await asyncio.sleep(0)
    await _changed(admin, bob, state="disabled")
    async with asyncio.timeout(10):
        await waiting
    assert (await bob.http.get("/api/auth/me")).status_code == 401


async def test_signing_somebody_out_everywhere_leaves_their_account(studio: Studio) -> None:
    admin, bob = await studio.person("admin"), await studio.person("bob")
    ended = await admin.http.delete(f"{PEOPLE}/{bob.user['id']}/sessions")
    assert ended.status_code == 204
    assert (await bob.http.get("/api/auth/me")).status_code == 401
    assert (await (await studio.again(bob)).http.get("/api/auth/me")).status_code == 200


async def test_the_last_administrator_cannot_be_locked_out(studio: Studio) -> None:
    admin, bob = await studio.person("admin"), await studio.person("bob")
    for change in ({"role": "user"}, {"state": "disabled"}, {"state": "pending"}):
        refused = await _change(admin, admin, **change)
        assert (refused.status_code, refused.json()["code"]) == (409, "last-admin")
    await _changed(admin, bob, role="admin")
    both = await asyncio.gather(
        _change(admin, admin, role="user"), _change(bob, bob, role="user"), return_exceptions=False
    )
    assert sorted(each.status_code for each in both) == [200, 409]


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"role": "owner"},
        {"tier": "golden"},
        {"budget_day_micros": -1},
        {"budget_day_micros": 10**30},
        {"budget_day_micros": "5"},
        {"email": "other@example.org"},
        {"spent_month_micros": 0},
        {"state": None},
    ],
    ids=str,
)
async def test_what_makes_no_sense_changes_nothing(studio: Studio, form: Json) -> None:
    admin, bob = await studio.person("admin"), await studio.person("bob")
    before = (await admin.http.get(f"{PEOPLE}/{bob.user['id']}")).json()
    refused = await _change(admin, bob, **form)
    assert (refused.status_code, refused.headers["content-type"]) == (
        422,
        "application/problem+json",
    )
    assert (await admin.http.get(f"{PEOPLE}/{bob.user['id']}")).json() == before
    assert await _audit(admin) == []


async def test_only_administrators_look_or_decide(studio: Studio) -> None:
    admin, bob = await studio.person("admin"), await studio.person("bob")
    nobody = Person(studio.client(), {})
    for path in (PEOPLE, f"{PEOPLE}/{admin.user['id']}", "/api/admin/invites", "/api/admin/audit"):
        assert (await bob.http.get(path)).status_code == 403
        assert (await nobody.http.get(path)).status_code == 401
    assert (await _change(bob, bob, role="admin")).status_code == 403
    assert (await bob.http.delete(f"{PEOPLE}/{admin.user['id']}/sessions")).status_code == 403
    assert (await bob.http.post("/api/admin/invites", json={})).status_code == 403
    await nobody.http.aclose()


async def test_every_change_is_written_down_with_what_was_before(studio: Studio) -> None:
    admin, bob = await studio.person("admin"), await studio.person("bob")
    await _changed(admin, bob, tier="premium", budget_day_micros=5)
    await _changed(admin, bob, tier="premium")  # changes nothing
    await admin.http.delete(f"{PEOPLE}/{bob.user['id']}/sessions")
    signed_out, changed = await _audit(admin)
    assert (signed_out["action"], signed_out["after"]) == ("person.sign-out", {"sessions": 1})
    assert changed["actor"] == admin.user["id"]
    assert changed["actor_name"] == admin.user["email"]
    assert changed["subject"] == bob.user["id"]
    assert changed["address"] == "127.0.0.1"
    assert changed["before"] == {"tier": "basic", "budget_day_micros": None}
    assert changed["after"] == {"tier": "premium", "budget_day_micros": 5}
    assert [each["id"] for each in await _audit(admin, action="person.change")] == [changed["id"]]
    assert await _audit(admin, action="pers") == []
    assert len(await _audit(admin, action="person")) == 2
    assert changed["subject_name"] == bob.user["email"]
    assert await _audit(admin, since=changed["created_at"], subject=bob.user["id"]) != []
    assert await _audit(admin, until=changed["created_at"]) == []
    assert await _audit(admin, actor=bob.user["id"]) == []


async def test_an_invitation_lets_one_person_in_once(studio: Studio) -> None:
    admin = await studio.person("admin")
    await admin.http.patch("/api/admin/settings", json={"signup": "invite"})
    made = await admin.http.post("/api/admin/invites", json={"note": "for Bob"})
    assert made.status_code == 201
    account = {"password": "correct horse battery staple", "invite": made.json()["code"]}
    async with studio.client() as stranger:
        first = await stranger.post(
            "/api/auth/register", json=account | {"email": "bob@example.org"}
        )
        second = await stranger.post(
            "/api/auth/register", json=account | {"email": "eve@example.org"}
        )
    assert (first.status_code, second.status_code) == (201, 403)
    [listed] = (await admin.http.get("/api/admin/invites")).json()["items"]
    assert (listed["note"], listed["used_by_email"]) == ("for Bob", "bob@example.org")
    assert made.json()["code"] not in str(listed)
    assert (await admin.http.delete(f"/api/admin/invites/{listed['id']}")).status_code == 404


async def test_an_invitation_can_be_taken_back(studio: Studio) -> None:
    admin = await studio.person("admin")
    made = (await admin.http.post("/api/admin/invites", json={})).json()
    assert (await admin.http.delete(f"/api/admin/invites/{made['id']}")).status_code == 204
    assert (await admin.http.get("/api/admin/invites")).json()["items"] == []
    assert [each["action"] for each in await _audit(admin)] == ["invite.revoke", "invite.create"]
    assert made["code"] not in str(await _audit(admin))


async def _found(admin: Person, **query: str) -> list[Json]:
    answer = await admin.http.get(PEOPLE, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def _change(admin: Person, person: Person, **form: object) -> httpx.Response:
    return await admin.http.patch(f"{PEOPLE}/{person.user['id']}", json=form)


async def _changed(admin: Person, person: Person, **form: object) -> Json:
    answer = await _change(admin, person, **form)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def _audit(admin: Person, **query: str) -> list[Json]:
    return (await admin.http.get("/api/admin/audit", params=query)).json()["items"]


async def _cursor(person: Person) -> str:
    return (await person.http.get("/api/generations/changes")).json()["cursor"]
