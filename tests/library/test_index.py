"""The index: the whole list in a few bytes each, the same things in the same order."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from app.library.index import RECORD
from tests.generation.pixels import pixel
from tests.library.asking import NOWHERE, collection, sent
from tests.studio import Json, Person, Studio

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def records(person: Person, **query: Any) -> list[str]:
    answer = await person.http.get("/api/library/index", params=query)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert len(found["records"]) == found["count"] * RECORD
    return [found["records"][at : at + RECORD] for at in range(0, len(found["records"]), RECORD)]


async def shown(person: Person, **query: Any) -> list[str]:
    """Their ids."""
    return [str(UUID(each[:32])) for each in await records(person, **query)]


async def listed(person: Person, **query: Any) -> list[str]:
    page = (await person.http.get("/api/generations", params={"limit": 100} | query)).json()
    return [each["id"] for each in page["items"]]


async def furnished(studio: Studio, person: Person) -> Json:
    await person.say("Why do boats float?")
    kite = await pixel(studio, person, "A kite", count=3)
    await pixel(studio, person, "A boat")
    await sent(person, "PATCH", f"/api/generations/{kite['id']}", favourite=True)
    return kite


async def test_it_holds_what_the_list_shows_in_its_order(shared: Studio, ada: Person) -> None:
    kite = await furnished(shared, ada)
    trip = await collection(ada, "Trip", kite)
    for query in (
        {},
        {"kind": "text"},
        {"kind": ["image", "video"]},
        {"favourite": True},
        {"q": "BOAT"},
        {"collection": trip},
        {"collection": NOWHERE},
        {"state": "failed"},
        {"model": kite["model"]},
    ):
        assert await shown(ada, **query) == await listed(ada, **query), query
    assert len(await shown(ada)) == 3


async def test_a_record_tells_kind_time_shape_and_files(shared: Studio, ada: Person) -> None:
    kite = await furnished(shared, ada)
    boat, flock, text = await records(ada)
    asked_at = datetime.fromisoformat((await ada.status(str(UUID(boat[:32]))))["created_at"])
    assert boat[32:] == f"i{int(asked_at.timestamp()):010}010001"
    assert flock[:32] == kite["id"].replace("-", "")
    assert flock[47:] == "03", "three pictures of one request are one thing"
    assert text[32] == "t"
    assert text[43:] == "000000"


async def test_the_trash_is_ordered_by_when_things_came_there(shared: Studio, ada: Person) -> None:
    old, new = await pixel(shared, ada, "Old"), await pixel(shared, ada, "New")
    for each in (new, old):
        shared.clock.turn(minutes=1)
        await sent(ada, "DELETE", f"/api/generations/{each['id']}", 204)
    assert await shown(ada, trash=True) == [old["id"], new["id"]]
    [last, _] = await records(ada, trash=True)
    assert int(last[33:43]) == int(shared.clock().timestamp())
    assert await shown(ada) == []


async def test_what_is_known_already_is_not_sent_again(shared: Studio, ada: Person) -> None:
    await furnished(shared, ada)
    first = await ada.http.get("/api/library/index")
    known = {"If-None-Match": first.headers["etag"]}
    again = await ada.http.get("/api/library/index", headers=known)
    assert (again.status_code, again.content) == (304, b"")
    await pixel(shared, ada, "News")
    news = await ada.http.get("/api/library/index", headers=known)
    assert (news.status_code, news.json()["count"]) == (200, 4)


async def test_single_things_are_read_in_any_order(shared: Studio, ada: Person) -> None:
    await furnished(shared, ada)
    [boat, kite, text] = await shown(ada)
    asked = ",".join([text, NOWHERE, boat.replace("-", "")])
    found = (await ada.http.get(f"/api/library/items?ids={asked}")).json()
    assert [each["id"] for each in found] == [text, boat]
    await sent(ada, "DELETE", f"/api/generations/{kite}", 204)
    assert (await ada.http.get(f"/api/library/items?ids={kite}")).json() == []
    [trashed] = (await ada.http.get(f"/api/library/items?ids={kite}&trash=true")).json()
    assert trashed["id"] == kite


async def test_nobody_reads_anothers(shared: Studio, ada: Person) -> None:
    kite = await furnished(shared, ada)
    bob = await shared.person("bob.index")
    assert await shown(bob) == []
    assert (await bob.http.get(f"/api/library/items?ids={kite['id']}")).json() == []
    changed = await sent(bob, "POST", "/api/library/favourite", ids=[kite["id"]], favourite=False)
    assert changed["ids"] == []
    assert (await ada.status(kite["id"]))["favourite"]


async def test_many_become_favourites_at_once(shared: Studio, ada: Person) -> None:
    ids = [(await pixel(shared, ada, f"Number {n}"))["id"] for n in range(2)]
    done = await sent(ada, "POST", "/api/library/favourite", ids=[*ids, NOWHERE], favourite=True)
    assert done["ids"] == ids
    assert await shown(ada, favourite=True) == ids[::-1]


@pytest.mark.parametrize(
    "path",
    [
        "items?ids=nowhere",
        "items?ids=" + ",".join([NOWHERE] * 101),
        "items",
        "index?kind=song",
        "index?q=" + 201 * "x",
    ],
)
async def test_what_makes_no_sense_is_refused(ada: Person, path: str) -> None:
    refused = await ada.http.get(f"/api/library/{path}")
    assert (refused.status_code, refused.json()["code"]) == (422, "bad-input")


async def test_too_many_at_once_are_refused(ada: Person) -> None:
    refused = await ada.http.post("/api/library/trash", json={"ids": [NOWHERE] * 1001})
    assert refused.status_code == 422
    refused = await ada.http.post("/api/library/trash", json={"ids": []})
    assert refused.status_code == 422
