"""What administrators see of one person's jobs, sessions and keys, and what they may end."""

from app.clock import new_id
from tests.studio import Json, Person, Studio

PEOPLE = "/api/admin/users"


async def test_jobs_are_told_without_what_was_asked(studio: Studio) -> None:
    admin, bob = await studio.person("admin"), await studio.person("bob")
    text = await bob.say("A secret wish")
    image = await studio.made(bob, "image")
    gone = await studio.made(bob, "image")
    await bob.http.delete(f"/api/generations/{gone['id']}")
    first = await _of(admin, bob, "jobs", limit=1)
    assert [each["id"] for each in first["items"]] == [image["id"]]
    rest = await _of(admin, bob, "jobs", before=first["next"])
    assert [(each["id"], each["cost_micros"]) for each in rest["items"]] == [
        (text["id"], text["cost_micros"])
    ]
    assert rest["next"] is None
    assert "secret" not in str(rest)
    assert (await _of(admin, admin, "jobs"))["items"] == []


async def test_sessions_are_listed_until_they_are_ended(studio: Studio) -> None:
    admin, bob = await studio.person("admin"), await studio.person("bob")
    await studio.again(bob)
    seen = (await _of(admin, bob, "sessions"))["items"]
    assert len(seen) == 2
    assert seen[0]["address"] == "127.0.0.1"
    assert (await admin.http.delete(f"{PEOPLE}/{bob.user['id']}/sessions")).status_code == 204
    assert (await _of(admin, bob, "sessions"))["items"] == []


async def test_a_key_can_be_revoked_which_is_on_record_and_nobody_elses(studio: Studio) -> None:
    admin, bob = await studio.person("admin"), await studio.person("bob")
    made = (await bob.http.post("/api/keys", json={"name": "Script"})).json()
    [key] = (await _of(admin, bob, "keys"))["items"]
    assert key == {name: value for name, value in made.items() if name != "secret"}
    wrong = f"{PEOPLE}/{admin.user['id']}/keys/{key['id']}"
    assert (await admin.http.delete(wrong)).status_code == 404
    bearer = {"Authorization": f"Bearer {made['secret']}"}
    async with studio.client() as script:
        assert (await script.get("/api/models", headers=bearer)).status_code == 200
        revoked = await admin.http.delete(f"{PEOPLE}/{bob.user['id']}/keys/{key['id']}")
        assert revoked.status_code == 204
        assert (await script.get("/api/models", headers=bearer)).status_code == 401
    assert (await _of(admin, bob, "keys"))["items"] == []
    [noted] = (await admin.http.get("/api/admin/audit")).json()["items"]
    assert (noted["action"], noted["subject_name"]) == ("person.revoke-key", bob.user["email"])
    assert noted["before"] == {"key": key["prefix"], "name": "Script"}


async def test_who_does_not_exist_has_nothing(studio: Studio) -> None:
    admin = await studio.person("admin")
    for what in ("jobs", "sessions", "keys"):
        answer = await admin.http.get(f"{PEOPLE}/{new_id()}/{what}")
        assert answer.status_code == 404, what


async def _of(admin: Person, person: Person, what: str, **params: object) -> Json:
    answer = await admin.http.get(
        f"{PEOPLE}/{person.user['id']}/{what}",
        params={name: str(it) for name, it in params.items()},
    )
    assert answer.status_code == 200, answer.text
    return answer.json()
