"""Collections: names for some of what one has, in any number, of nobody else's concern."""

import asyncio

import pytest

from tests.generation.pixels import pixel
from tests.library.asking import NOWHERE, collection, collections, sent, titles
from tests.studio import Json, Person, Studio

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_things_are_put_in_found_there_and_taken_out(shared: Studio, ada: Person) -> None:
    kite, boat = await pixel(shared, ada, "A kite"), await pixel(shared, ada, "A boat")
    trip = await collection(ada, "Trip", kite, boat)
    air = await collection(ada, "Air", kite)
    assert await titles(ada, collection=trip) == ["A boat", "A kite"]
    assert await titles(ada, collection=air, kind="image") == ["A kite"]
    assert await titles(ada, collection=air, q="boat") == []
    await sent(ada, "PUT", f"/api/collections/{air}/items/{kite['id']}", 204)
    assert await collections(ada) == {"Air": 1, "Trip": 2}, "twice in is once in"
    await sent(ada, "DELETE", f"/api/collections/{trip}/items/{kite['id']}", 204)
    assert await titles(ada, collection=trip) == ["A boat"]
    assert await titles(ada) == ["A boat", "A kite"], "what is taken out stays in the library"


async def test_many_go_in_and_out_at_once(shared: Studio, ada: Person) -> None:
    ids = [(await pixel(shared, ada, f"Number {n}"))["id"] for n in range(3)]
    trip = await collection(ada, "Trip")
    put = await sent(ada, "POST", f"/api/collections/{trip}/items", ids=[*ids, NOWHERE])
    assert put["ids"] == ids, "what is not there is left out"
    out = await sent(ada, "POST", f"/api/collections/{trip}/items/remove", ids=ids[:2])
    assert out["ids"] == ids[:2]
    assert await titles(ada, collection=trip) == ["Number 2"]


async def test_they_are_renamed_and_show_what_was_put_in_last(shared: Studio, ada: Person) -> None:
    kite = await pixel(shared, ada, "A kite")
    trip = await collection(ada, "Trip")
    assert (await sent(ada, "GET", "/api/collections"))["items"][0]["cover_url"] is None
    shared.clock.turn(seconds=1)
    await sent(ada, "PUT", f"/api/collections/{trip}/items/{kite['id']}", 204)
    renamed = await sent(ada, "PATCH", f"/api/collections/{trip}", name="  Journey ")
    assert (renamed["name"], renamed["count"]) == ("Journey", 1)
    assert renamed["cover_url"] == kite["media"][0]["thumbnail_url"]
    assert (await ada.http.get(renamed["cover_url"])).status_code == 200


async def test_deleting_one_keeps_what_is_in_it_unless_told_otherwise(
    shared: Studio, ada: Person
) -> None:
    kite, boat = await pixel(shared, ada, "A kite"), await pixel(shared, ada, "A boat")
    first = await collection(ada, "First", kite)
    await sent(ada, "DELETE", f"/api/collections/{first}", 204)
    assert await titles(ada) == ["A boat", "A kite"]
    second = await collection(ada, "Second", boat)
    await sent(ada, "DELETE", f"/api/collections/{second}?with_items=true", 204)
    assert await titles(ada) == ["A kite"]
    assert await titles(ada, trash=True) == ["A boat"]
    assert await collections(ada) == {}


async def test_what_lies_in_the_trash_is_not_counted_and_comes_back_to_its_place(
    shared: Studio, ada: Person
) -> None:
    kite = await pixel(shared, ada, "A kite")
    trip = await collection(ada, "Trip", kite)
    await sent(ada, "DELETE", f"/api/generations/{kite['id']}", 204)
    assert await collections(ada) == {"Trip": 0}
    assert await titles(ada, collection=trip) == []
    await sent(ada, "POST", f"/api/generations/{kite['id']}/restore")
    assert await titles(ada, collection=trip) == ["A kite"]


async def test_the_list_goes_on_where_it_stopped(shared: Studio, ada: Person) -> None:
    for name in "abc":
        await collection(ada, name)
        shared.clock.turn(seconds=1)
    first = await sent(ada, "GET", "/api/collections?limit=2")
    second = await sent(ada, "GET", f"/api/collections?limit=2&before={first['next']}")
    assert [each["name"] for each in first["items"] + second["items"]] == ["c", "b", "a"]
    assert second["next"] is None


async def test_anothers_is_as_good_as_none(shared: Studio, ada: Person) -> None:
    kite = await pixel(shared, ada, "A kite")
    trip = await collection(ada, "Trip", kite)
    bob = await shared.person("bob.collections")
    own = await collection(bob, "Own")
    ways: list[tuple[str, str, Json]] = [
        ("PATCH", "/api/collections/{}", {"name": "Mine"}),
        ("DELETE", "/api/collections/{}", {}),
        ("DELETE", "/api/collections/{}?with_items=true", {}),
        ("PUT", "/api/collections/{}/items/" + kite["id"], {}),
        ("DELETE", "/api/collections/{}/items/" + kite["id"], {}),
        ("POST", "/api/collections/{}/items", {"ids": [kite["id"]]}),
        ("POST", "/api/collections/{}/items/remove", {"ids": [kite["id"]]}),
    ]
    for method, path, body in ways:
        theirs = await bob.http.request(method, path.format(trip), json=body or None)
        none = await bob.http.request(method, path.format(NOWHERE), json=body or None)
        assert (theirs.status_code, theirs.content) == (404, none.content), path
    for foreign in (kite["id"], NOWHERE):
        refused = await bob.http.put(f"/api/collections/{own}/items/{foreign}")
        assert refused.status_code == 404, "what is Ada's cannot be put into Bob's"
    assert await titles(bob, collection=trip) == await titles(bob, collection=NOWHERE) == []
    assert await titles(bob, collection="'; DROP TABLE collections; --") == []
    assert await collections(ada) == {"Trip": 1}
    assert await titles(ada) == ["A kite"]


@pytest.mark.parametrize(
    "body", [{"name": " "}, {"name": 101 * "x"}, {}, {"name": "A", "user_id": NOWHERE}]
)
async def test_a_name_that_is_none_is_refused(ada: Person, body: dict[str, str]) -> None:
    assert (await ada.http.post("/api/collections", json=body)).status_code == 422


async def test_there_can_only_be_so_many_however_they_are_made(
    shared: Studio, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.library.collections.MOST", 3)
    eve = await shared.person("eve-of-many")

    async def make(who: Person, number: int) -> int:
        made = await who.http.post("/api/collections", json={"name": f"Number {number}"})
        return made.status_code

    at_once = [make(who, number) for number in range(5) for who in (ada, eve)]
    answers = await asyncio.gather(*at_once)
    assert sorted(answers[::2]) == sorted(answers[1::2]) == [201] * 3 + [409] * 2
    assert list((await collections(ada)).values()) == [0, 0, 0]
