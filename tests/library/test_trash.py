"""The trash: 30 days to think it over, then the bytes are gone and the books still balance."""

import asyncio
from pathlib import Path

import pytest

from app.db import Tx
from app.library.trash import Trash
from app.media.service import MediaStore
from app.usage.verify import verify
from tests.generation.films import submitted
from tests.generation.pixels import pixel
from tests.library.asking import NOWHERE, collection, collections, sent, titles
from tests.studio import PATIENCE, Json, Person, Studio

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def trashed(studio: Studio, person: Person, prompt: str) -> Json:
    made = await pixel(studio, person, prompt)
    await sent(person, "DELETE", f"/api/generations/{made['id']}", 204)
    return made


def paths_of(studio: Studio, made: Json) -> list[Path]:
    files = studio.part(MediaStore).files
    media_id = made["media"][0]["id"]
    return [files.path(media_id), files.thumbnail_path(media_id)]


async def statuses(person: Person, made: Json) -> list[int]:
    media = made["media"][0]
    addresses = [f"/api/generations/{made['id']}", media["url"], media["thumbnail_url"]]
    return [(await person.http.get(each)).status_code for each in addresses]


async def test_what_is_deleted_is_gone_but_in_the_trash(shared: Studio, ada: Person) -> None:
    kite = await trashed(shared, ada, "A kite")
    assert await statuses(ada, kite) == [404, 404, 404]
    assert await titles(ada) == []
    assert await titles(ada, trash=True) == ["A kite"]
    [shown] = (await ada.http.get("/api/generations?trash=true")).json()["items"]
    still = await ada.http.get(shown["media"][0]["thumbnail_url"])
    assert (still.status_code, still.headers["content-type"]) == (200, "image/webp")
    await sent(ada, "POST", f"/api/generations/{kite['id']}/restore")
    assert await statuses(ada, kite) == [200, 200, 200]
    assert (await ada.http.get(shown["media"][0]["thumbnail_url"])).status_code == 404


async def test_after_30_days_the_bytes_are_freed_and_the_books_still_balance(
    shared: Studio, ada: Person
) -> None:
    kite = await trashed(shared, ada, "A kite")
    spent = (await ada.usage("month"))["spent_micros"]
    shared.clock.turn(days=29, hours=23)
    await shared.part(Trash).purge_old()
    assert all(path.exists() for path in paths_of(shared, kite))
    shared.clock.turn(hours=2)
    await shared.part(Trash).purge_old()
    assert not any(path.exists() for path in paths_of(shared, kite))
    ada = await shared.again(ada)
    assert await titles(ada, trash=True) == []
    assert await statuses(ada, kite) == [404, 404, 404]
    assert (await ada.http.post(f"/api/generations/{kite['id']}/restore")).status_code == 404
    ledger = await shared.db.read(_spent, kite["id"])
    assert ledger == spent > 0
    assert (await shared.db.read(verify)).differences == ()


async def test_nothing_readable_is_left_of_it(shared: Studio, ada: Person) -> None:
    secret = "The owl knows XYZZY-41"
    said = await ada.say(secret)
    assert said["text"]
    await sent(ada, "DELETE", f"/api/threads/{said['thread_id']}", 204)
    await trashed(shared, ada, secret)
    assert (await sent(ada, "DELETE", "/api/trash"))["count"] == 2
    words = await shared.db.read(_everything, ada.user["id"])
    assert "XYZZY" not in words


async def test_some_can_be_removed_at_once_and_the_rest_stays(shared: Studio, ada: Person) -> None:
    kite, boat = await trashed(shared, ada, "A kite"), await trashed(shared, ada, "A boat")
    kept = await pixel(shared, ada, "A tree")
    ids = [kite["id"], kept["id"], NOWHERE]
    assert (await sent(ada, "POST", "/api/trash/purge", ids=ids))["count"] == 1
    assert await titles(ada, trash=True) == ["A boat"]
    assert await statuses(ada, kept) == [200, 200, 200], "only the trash is emptied"
    assert paths_of(shared, boat)[0].exists()


async def test_what_may_still_cost_something_waits_for_its_end(shared: Studio, ada: Person) -> None:
    film = await submitted(shared, ada, "A tide")
    await sent(ada, "DELETE", f"/api/generations/{film['id']}", 204)
    assert (await sent(ada, "DELETE", "/api/trash"))["count"] == 0
    async with asyncio.timeout(PATIENCE):
        while await titles(ada, trash=True, state="cancelled"):
            shared.turn(seconds=5)
            await asyncio.sleep(0.02)
    assert (await sent(ada, "DELETE", "/api/trash"))["count"] == 1
    assert (await shared.db.read(verify)).differences == ()


async def test_many_go_there_and_back_at_once(shared: Studio, ada: Person) -> None:
    made = [await pixel(shared, ada, f"Number {n}") for n in range(3)]
    ids = [each["id"] for each in made]
    assert (await sent(ada, "POST", "/api/library/trash", ids=ids))["ids"] == ids
    assert await statuses(ada, made[0]) == [404, 404, 404]
    assert (await sent(ada, "POST", "/api/library/trash", ids=ids))["ids"] == []
    assert (await sent(ada, "POST", "/api/library/restore", ids=ids[1:]))["ids"] == ids[1:]
    assert await titles(ada) == ["Number 2", "Number 1"]
    assert await statuses(ada, made[1]) == [200, 200, 200]


async def test_a_thread_comes_back_with_its_turns(shared: Studio, ada: Person) -> None:
    first = await ada.say("Why do boats float?")
    second = await ada.say("And stones?", thread_id=first["thread_id"])
    thread = f"/api/threads/{first['thread_id']}"
    await sent(ada, "DELETE", thread, 204)
    assert (await sent(ada, "POST", "/api/library/restore", ids=[second["id"]]))["ids"]
    turns = (await sent(ada, "GET", thread))["generations"]
    assert [each["id"] for each in turns] == [first["id"], second["id"]]


async def test_what_is_purged_leaves_its_collections(shared: Studio, ada: Person) -> None:
    kite = await pixel(shared, ada, "A kite")
    await collection(ada, "Trip", kite)
    await sent(ada, "DELETE", f"/api/generations/{kite['id']}", 204)
    await sent(ada, "DELETE", "/api/trash")
    assert await collections(ada) == {"Trip": 0}


async def test_nobody_empties_anothers_trash(shared: Studio, ada: Person) -> None:
    kite = await trashed(shared, ada, "A kite")
    bob = await shared.person("bob.trash")
    assert (await sent(bob, "DELETE", "/api/trash"))["count"] == 0
    assert (await sent(bob, "POST", "/api/trash/purge", ids=[kite["id"]]))["count"] == 0
    assert (await sent(bob, "POST", "/api/library/restore", ids=[kite["id"]]))["ids"] == []
    [shown] = (await ada.http.get("/api/generations?trash=true")).json()["items"]
    assert (await bob.http.get(shown["media"][0]["thumbnail_url"])).status_code == 404
    assert await titles(ada, trash=True) == ["A kite"]
    assert await titles(bob, trash=True) == []


def _spent(tx: Tx, generation_id: str) -> int:
    [row] = tx.rows(
        "SELECT sum(spent_micros)::BIGINT AS spent FROM ledger WHERE generation_id = $id",
        id=generation_id,
    )
    return int(row["spent"])


def _everything(tx: Tx, user_id: str) -> str:
    """All the words we hold of somebody's work."""
    rows = tx.rows("SELECT * FROM generations WHERE user_id = $id", id=user_id)
    rows += tx.rows("SELECT * FROM threads WHERE user_id = $id", id=user_id)
    rows += tx.rows("SELECT * FROM media WHERE user_id = $id", id=user_id)
    rows += tx.rows("SELECT * FROM answers") + tx.rows("SELECT * FROM text_pieces")
    return str(rows)
