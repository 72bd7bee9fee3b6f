"""How long things are kept: for ever, or as the rules of the house say, and never less."""

import json
from collections.abc import AsyncIterator
from itertools import count
from typing import Any

import pytest
import pytest_asyncio

from app.accounts.model import Role
from app.accounts.service import Accounts
from app.admin.choices import House
from app.admin.errands import Errands
from app.db import Tx
from app.library.retention import Retention
from app.library.trash import Trash
from app.media.service import MediaStore
from app.usage.verify import verify
from tests.generation.films import submitted
from tests.generation.pixels import pixel
from tests.library.asking import collection, sent, titles
from tests.scripts import script_of
from tests.studio import Json, Person, Studio

pytestmark = pytest.mark.asyncio(loop_scope="module")

numbers = count(1)

SETTINGS = "/api/admin/settings"
PREVIEW = f"{SETTINGS}/retention/preview"
TEXT = "mistralai/mistral-small-3.2-24b-instruct"


@pytest_asyncio.fixture(loop_scope="module")
async def root(shared: Studio) -> AsyncIterator[Person]:
    """The administrator. Afterwards nobody has chosen anything."""
    admin = await shared.person(f"root{next(numbers)}")
    await shared.part(Accounts).change_user(admin.user["id"], role=Role.ADMIN)
    admin = await shared.again(admin)
    yield admin
    admin = await shared.again(admin)
    names = ("retention", "retention_spares_favourites", "retention_spares_collections")
    await sent(admin, "PATCH", SETTINGS, **dict.fromkeys(names))


async def rule(root: Person, *rules: Json, **more: Any) -> Json:
    return await sent(root, "PATCH", SETTINGS, retention=list(rules), **more)


def retention(studio: Studio) -> Retention:
    return studio.part(Errands).retention


async def test_without_a_rule_everything_is_kept_for_ever(shared: Studio, ada: Person) -> None:
    await pixel(shared, ada, "A kite")
    shared.clock.turn(days=3650)
    assert await retention(shared).sweep() == []
    ada = await shared.again(ada)
    assert await titles(ada) == ["A kite"]


async def test_what_is_older_than_its_rule_goes_to_the_trash_and_then_for_good(
    shared: Studio, ada: Person, root: Person
) -> None:
    old = await pixel(shared, ada, "Old")
    shared.clock.turn(days=20)
    ada, root = await shared.again(ada), await shared.again(root)
    await pixel(shared, ada, "New")
    await rule(root, {"kind": "image", "days": 10})
    told = [each for each in await retention(shared).would_go() if each.email == ada.user["email"]]
    size = old["media"][0]["bytes"]
    assert [(each.generations, each.bytes, each.delete) for each in told] == [(1, size, False)]
    assert sorted(await titles(ada)) == ["New", "Old"], "a dry run changes nothing"
    await retention(shared).sweep()
    assert await titles(ada) == ["New"]
    assert await titles(ada, trash=True) == ["Old"]
    path = shared.part(MediaStore).files.path(old["media"][0]["id"])
    assert path.exists()
    shared.clock.turn(days=31)
    await shared.part(Trash).purge_old()
    assert not path.exists()
    assert not (await shared.db.read(verify)).differences


async def test_a_rule_may_delete_at_once_and_one_for_a_tier_comes_first(
    shared: Studio, ada: Person, root: Person
) -> None:
    made = await pixel(shared, ada, "Gone")
    other = await shared.person("elsewhere")
    await pixel(shared, other, "Stays")
    await sent(root, "PATCH", f"/api/admin/users/{other.user['id']}", tier="premium")
    shared.clock.turn(days=5)
    ada, other, root = [await shared.again(each) for each in (ada, other, root)]
    await rule(
        root,
        {"kind": "image", "days": 3, "delete": True},
        {"kind": "image", "days": 300, "tier": "premium"},
    )
    await retention(shared).sweep()
    assert await titles(ada) == await titles(ada, trash=True) == []
    assert not shared.part(MediaStore).files.path(made["media"][0]["id"]).exists()
    assert await titles(other) == ["Stays"]
    assert not (await shared.db.read(verify)).differences


async def test_favourites_and_what_is_in_collections_are_spared_unless_chosen_otherwise(
    shared: Studio, ada: Person, root: Person
) -> None:
    liked = await pixel(shared, ada, "Liked")
    await sent(ada, "PATCH", f"/api/generations/{liked['id']}", favourite=True)
    collected = await pixel(shared, ada, "Collected")
    await collection(ada, "Mine", collected)
    await pixel(shared, ada, "Neither")
    shared.clock.turn(days=9)
    ada, root = await shared.again(ada), await shared.again(root)
    await rule(root, {"kind": "image", "days": 5})
    await retention(shared).sweep()
    assert sorted(await titles(ada)) == ["Collected", "Liked"]
    await rule(root, {"kind": "image", "days": 5}, retention_spares_favourites=False)
    await retention(shared).sweep()
    assert await titles(ada) == ["Collected"]
    await rule(root, {"kind": "image", "days": 5}, retention_spares_collections=False)
    await retention(shared).sweep()
    assert await titles(ada) == []


async def test_a_conversation_is_as_old_as_its_newest_message(
    shared: Studio, ada: Person, root: Person
) -> None:
    first = await ada.say("The first words")
    shared.clock.turn(days=20)
    ada, root = await shared.again(ada), await shared.again(root)
    await ada.say("And more", thread_id=first["thread_id"])
    await ada.say("Another conversation")
    await rule(root, {"kind": "text", "days": 10})
    await retention(shared).sweep()
    assert len(await titles(ada)) == 3
    shared.clock.turn(days=11)
    ada = await shared.again(ada)
    await retention(shared).sweep()
    assert await titles(ada) == []
    assert (await ada.http.get("/api/threads")).json()["items"] == []


async def test_what_is_under_way_or_unknown_is_never_taken(
    shared: Studio, ada: Person, root: Person
) -> None:
    film = await submitted(shared, ada, "A film on its way")
    await rule(root, {"kind": "video", "days": 1, "delete": True})

    def unknown(tx: Tx) -> None:
        tx.run("UPDATE generations SET state = 'unknown' WHERE id = $id", id=film["id"])

    def ended(tx: Tx) -> None:
        tx.run("UPDATE generations SET state = 'running' WHERE id = $id", id=film["id"])

    def still_there(tx: Tx) -> bool:
        row = tx.row("SELECT deleted_at FROM generations WHERE id = $id", id=film["id"])
        return row is not None and row["deleted_at"] is None

    shared.clock.turn(days=2)
    await retention(shared).sweep()
    assert await shared.db.read(still_there)
    await shared.db.write(unknown)
    await retention(shared).sweep()
    assert await shared.db.read(still_there)
    await shared.db.write(ended)


async def test_what_programs_said_goes_with_it(shared: Studio, ada: Person, root: Person) -> None:
    async with script_of(shared, ada) as http:
        body = {"model": TEXT, "messages": [{"role": "user", "content": "Top secret words"}]}
        assert (await http.post("/v1/chat/completions", json=body)).status_code == 200

    def words(tx: Tx) -> int:
        [row] = tx.rows(
            "SELECT count(*) AS n FROM conversations WHERE messages::TEXT LIKE '%Top secret%'"
        )
        return row["n"]

    assert await shared.db.read(words) == 1
    await rule(root, {"kind": "text", "days": 1, "delete": True})
    shared.clock.turn(days=2)
    await retention(shared).sweep()
    assert await shared.db.read(words) == 0


@pytest.mark.parametrize(
    "rules",
    [
        [{"kind": "image", "days": 0}],
        [{"kind": "speech", "days": 1}],
        [{"kind": "image", "days": 1, "tier": "nothing"}],
        [{"kind": "image", "days": 1}, {"kind": "image", "days": 2}],
        [{"kind": "image", "days": 1, "colour": "red"}],
    ],
)
async def test_a_rule_that_cannot_be_kept_is_refused(
    shared: Studio, root: Person, rules: list[Json]
) -> None:
    await sent(root, "PATCH", SETTINGS, 422, retention=rules)
    assert shared.part(House).now.retention == ()


async def test_rules_are_shown_with_who_set_them_and_outlive_a_restart(
    shared: Studio, root: Person
) -> None:
    told = await rule(root, {"kind": "video", "days": 90, "tier": "free"})
    assert told["retention"] == [{"kind": "video", "days": 90, "tier": "free", "delete": False}]
    assert told["chosen"]["retention"]["by_name"] == root.user["email"]
    before = shared.part(House).now
    await shared.part(House).load()
    assert shared.part(House).now == before


async def test_an_administrator_sees_what_rules_would_take_before_they_are_saved(
    shared: Studio, ada: Person, root: Person
) -> None:
    made = await pixel(shared, ada, "Old")
    await pixel(shared, ada, "Old too")
    await ada.say("Old words")
    shared.clock.turn(days=700)
    ada, root = await shared.again(ada), await shared.again(root)
    await pixel(shared, ada, "New")
    rules: list[Json] = [
        {"kind": "image", "days": 600, "tier": "premium", "delete": True},
        {"kind": "text", "days": 600, "tier": "premium"},
    ]
    nothing: Json = {"people": 0, "items": []}
    assert await sent(root, "POST", PREVIEW, retention=rules) == nothing
    await sent(root, "PATCH", f"/api/admin/users/{ada.user['id']}", tier="premium")
    told = await sent(root, "POST", PREVIEW, retention=rules)
    size = 2 * made["media"][0]["bytes"]
    assert told == {
        "people": 1,
        "items": [
            {"kind": "image", "delete": True, "people": 1, "generations": 2, "bytes": size},
            {"kind": "text", "delete": False, "people": 1, "generations": 1, "bytes": 0},
        ],
    }
    assert shared.part(House).now.retention == ()
    assert await sent(root, "POST", PREVIEW, retention=None) == nothing
    await sent(ada, "PATCH", f"/api/generations/{made['id']}", favourite=True)
    [image, _] = (await sent(root, "POST", PREVIEW, retention=rules))["items"]
    assert image["generations"] == 1
    await rule(root, *rules)
    unsaved = await sent(root, "POST", PREVIEW, retention_spares_favourites=False)
    assert unsaved == told, "what is left out is as it is saved"


async def test_what_would_go_is_told_to_administrators_and_of_rules_that_can_be_kept(
    shared: Studio, ada: Person, root: Person
) -> None:
    await sent(ada, "POST", PREVIEW, 403, retention=[])
    rules = [{"kind": "image", "days": 1}, {"kind": "image", "days": 1, "tier": "nothing"}]
    refused = await sent(root, "POST", PREVIEW, 422, retention=rules)
    assert refused["field"] == "retention.1.tier"
    twice = await sent(root, "POST", PREVIEW, 422, retention=rules[:1] * 2)
    assert twice["field"] == "retention.1.kind"


async def test_the_command_line_is_told_what_would_go_and_its_sweep_is_in_the_audit_log(
    shared: Studio, ada: Person, root: Person
) -> None:
    await pixel(shared, ada, "Old")
    await rule(root, {"kind": "image", "days": 1})
    shared.clock.turn(days=2)
    root = await shared.again(root)
    errands = shared.part(Errands)
    told = json.loads(await errands.run('{"do": "sweep-old", "dry_run": true}'))
    assert told["rules"] == 1
    assert ada.user["email"] in [each["email"] for each in told["going"]]
    assert await errands.run('{"do": "sweep-old", "dry_run": false}')
    [entry] = (await root.http.get("/api/admin/audit?action=retention.sweep")).json()["items"][:1]
    assert entry["actor"] == "command line"
