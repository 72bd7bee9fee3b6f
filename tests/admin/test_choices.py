"""What administrators choose at run time counts on the next request, and is theirs to undo."""

import asyncio
from datetime import datetime

import httpx
import pytest

from tests.studio import Json, Person, Studio

SETTINGS = "/api/admin/settings"


async def test_without_a_choice_the_environment_counts(studio: Studio) -> None:
    admin = await studio.person("admin")
    assert await _settings(admin) == {
        "signup": "open",
        "default_tier": "basic",
        "confirm_above_micros": 1_000_000,
        "announcement": None,
        "announcement_level": "info",
        "announcement_from": None,
        "announcement_until": None,
        "retention": [],
        "retention_spares_favourites": True,
        "retention_spares_collections": True,
        "share_links": False,
        "accent": "cyan",
        "chosen": {},
    }


async def test_a_closed_door_is_closed_to_the_next_who_comes(studio: Studio) -> None:
    admin = await studio.person("admin")
    await _choose(admin, signup="closed")
    assert (await admin.http.get("/api/site")).json()["signup"] == "closed"
    refused = await _register(studio, "bob")
    assert (refused.status_code, refused.json()["code"]) == (403, "signup-closed")
    await _choose(admin, signup=None)
    assert (await _register(studio, "bob")).status_code == 201


async def test_the_page_is_told_its_accent_before_anybody_signs_in(studio: Studio) -> None:
    admin = await studio.person("admin")
    refused = await admin.http.patch(SETTINGS, json={"accent": "beige"})
    assert refused.status_code == 422
    await _choose(admin, accent="violet")
    async with httpx.AsyncClient(base_url=admin.http.base_url) as stranger:
        assert (await stranger.get("/api/site")).json()["accent"] == "violet"
    await _choose(admin, accent=None)
    assert (await admin.http.get("/api/site")).json()["accent"] == "cyan"


async def test_everybody_new_comes_into_the_chosen_tier(studio: Studio) -> None:
    admin = await studio.person("admin")
    await _choose(admin, default_tier="free")
    assert (await _register(studio, "bob")).json()["tier"] == "free"
    assert (await admin.http.get("/api/auth/me")).json()["tier"] == "basic"


async def test_the_chosen_tier_stays_while_it_is_chosen(studio: Studio) -> None:
    admin = await studio.person("admin")
    await _choose(admin, default_tier="free")
    tiers = (await admin.http.get("/api/admin/tiers")).json()["items"]
    assert [each["id"] for each in tiers if each["is_default"]] == ["free"]
    assert (await admin.http.delete("/api/admin/tiers/free")).status_code == 409
    await _choose(admin, default_tier=None)
    assert (await admin.http.delete("/api/admin/tiers/free")).status_code == 204


async def test_a_tier_stays_while_a_rule_about_old_things_names_it(studio: Studio) -> None:
    admin = await studio.person("admin")
    await _choose(admin, retention=[{"kind": "image", "days": 9, "tier": "free"}])
    kept = await admin.http.delete("/api/admin/tiers/free")
    assert (kept.status_code, kept.json()["code"]) == (409, "conflict")
    await _choose(admin, retention=None)
    assert (await admin.http.delete("/api/admin/tiers/free")).status_code == 204


async def test_the_limit_above_which_is_asked_back_acts_at_once(studio: Studio) -> None:
    admin = await studio.person("admin")
    await _choose(admin, confirm_above_micros=0)
    refused = await admin.http.post("/api/generations/image", json={"prompt": "A boat"})
    assert (refused.status_code, refused.json()["code"]) == (402, "confirmation-required")
    assert (await admin.http.get("/api/site")).json()["confirm_above_micros"] == 0


async def test_an_announcement_is_on_everybodys_page_as_it_was_written(studio: Studio) -> None:
    admin = await studio.person("admin")
    await _choose(admin, announcement="  Back at <b>noon</b>  ")
    async with studio.client() as stranger:
        assert (await stranger.get("/api/site")).json()["announcement"] == "Back at <b>noon</b>"
    await _choose(admin, announcement=None)
    assert (await admin.http.get("/api/site")).json()["announcement"] is None


async def test_an_announcement_is_there_only_at_its_time(studio: Studio) -> None:
    admin = await studio.person("admin")
    begins, ends = "2026-11-21T13:20:00+01:00", "2026-11-21T12:40:00Z"
    await _choose(
        admin,
        announcement="Back soon",
        announcement_level="warning",
        announcement_from=begins,
        announcement_until=ends,
    )
    assert await _announced(admin) == (None, "warning")
    studio.turn(minutes=20)
    await studio.restart()
    admin = await studio.again(admin)
    assert await _announced(admin) == ("Back soon", "warning")
    studio.turn(minutes=20)
    assert await _announced(admin) == (None, "warning")
    assert (await _settings(admin))["announcement"] == "Back soon"


async def test_an_announcement_may_not_end_before_it_begins(studio: Studio) -> None:
    admin = await studio.person("admin")
    await _choose(admin, announcement_from="2026-11-21T14:00:00Z")
    refused = await admin.http.patch(SETTINGS, json={"announcement_until": "2026-11-21T14:00:00Z"})
    assert (refused.status_code, refused.json()["field"]) == (
        422,
        "announcement_until",
    )
    assert (await _settings(admin))["announcement_until"] is None


async def test_choices_outlive_a_restart_and_tell_who_made_them(studio: Studio) -> None:
    admin = await studio.person("admin")
    await _choose(admin, default_tier="premium", announcement="Hello")
    await studio.restart()
    admin = await studio.again(admin)
    kept = await _settings(admin)
    assert (kept["default_tier"], kept["announcement"]) == ("premium", "Hello")
    assert set(kept["chosen"]) == {"default_tier", "announcement"}
    by = kept["chosen"]["default_tier"]
    assert (by["by"], by["by_name"]) == (admin.user["id"], admin.user["email"])
    assert datetime.fromisoformat(by["at"]) == studio.clock()


async def test_the_record_tells_what_a_choice_replaced(studio: Studio) -> None:
    admin = await studio.person("admin")
    await _choose(admin, signup="invite")
    await _choose(admin, signup="invite")
    [change] = (await admin.http.get("/api/admin/audit")).json()["items"]
    assert (change["action"], change["before"], change["after"]) == (
        "settings.change",
        {"signup": "open"},
        {"signup": "invite"},
    )


async def test_parallel_choices_end_with_one_of_them_everywhere(studio: Studio) -> None:
    admin = await studio.person("admin")
    limits = range(10, 30)
    await asyncio.gather(*(_choose(admin, confirm_above_micros=each) for each in limits))
    last = (await _settings(admin))["confirm_above_micros"]
    await studio.restart()
    admin = await studio.again(admin)
    assert (await _settings(admin))["confirm_above_micros"] == last in limits


@pytest.mark.parametrize(
    "form",
    [
        {"signup": "maybe"},
        {"default_tier": "golden"},
        {"default_tier": ""},
        {"confirm_above_micros": -1},
        {"confirm_above_micros": 1.5},
        {"announcement": "x" * 501},
        {"announcement_level": "loud"},
        {"announcement_from": "2026-11-21T14:00:00"},
        {"secret_key": "mine"},
    ],
    ids=str,
)
async def test_what_makes_no_sense_changes_nothing(studio: Studio, form: Json) -> None:
    admin = await studio.person("admin")
    before = await _settings(admin)
    refused = await admin.http.patch(SETTINGS, json={"announcement": "x"} | form)
    assert (refused.status_code, refused.json()["type"] != "") == (422, True)
    assert await _settings(admin) == before


async def test_only_administrators_see_and_choose(studio: Studio) -> None:
    await studio.person("admin")
    bob = await studio.person("bob")
    assert (await bob.http.get(SETTINGS)).status_code == 403
    assert (await bob.http.patch(SETTINGS, json={"signup": "closed"})).status_code == 403


async def _settings(admin: Person) -> Json:
    return (await admin.http.get(SETTINGS)).json()


async def _announced(person: Person) -> tuple[str | None, str]:
    site = (await person.http.get("/api/site")).json()
    return site["announcement"], site["announcement_level"]


async def _choose(admin: Person, **form: object) -> None:
    answer = await admin.http.patch(SETTINGS, json=form)
    assert answer.status_code == 200, answer.text


async def _register(studio: Studio, name: str) -> httpx.Response:
    account = {"email": f"{name}@example.org", "password": "correct horse battery staple"}
    async with studio.client() as stranger:
        return await stranger.post("/api/auth/register", json=account)
