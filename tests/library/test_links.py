"""Made from and used in: links that outlive what they lead to."""

import pytest

from tests.generation.pixels import PIXEL, pixel
from tests.library.asking import NOWHERE, sent
from tests.studio import Json, Person, Studio

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def links(person: Person, made: Json) -> Json:
    return await sent(person, "GET", f"/api/generations/{made['id']}/links")


async def child(studio: Studio, person: Person, *media_ids: str) -> Json:
    inputs = [{"media_id": each, "role": "reference"} for each in media_ids]
    return await pixel(studio, person, "A child", inputs=inputs)


async def test_parent_and_child_know_each_other(shared: Studio, ada: Person) -> None:
    parent = await pixel(shared, ada, "A parent")
    file = parent["media"][0]
    young = await child(shared, ada, file["id"])
    assert await links(ada, young) == {
        "made_from": [
            {
                "generation_id": parent["id"],
                "media_id": file["id"],
                "role": "reference",
                "kind": "image",
                "title": "A parent",
                "thumbnail_url": file["thumbnail_url"],
                "deleted": False,
            }
        ],
        "used_in": [],
    }
    [used] = (await links(ada, parent))["used_in"]
    assert (used["generation_id"], used["title"]) == (young["id"], "A child")
    assert used["thumbnail_url"] == young["media"][0]["thumbnail_url"]


async def test_a_deleted_parent_is_told_as_deleted_and_comes_back(
    shared: Studio, ada: Person
) -> None:
    parent = await pixel(shared, ada, "A parent")
    young = await child(shared, ada, parent["media"][0]["id"])
    await sent(ada, "DELETE", f"/api/generations/{parent['id']}", 204)
    gone = {
        "generation_id": None,
        "media_id": None,
        "role": "reference",
        "kind": None,
        "title": "",
        "thumbnail_url": None,
        "deleted": True,
    }
    assert (await links(ada, young))["made_from"] == [gone]
    assert (await ada.http.get(f"/api/generations/{parent['id']}/links")).status_code == 404
    await sent(ada, "POST", f"/api/generations/{parent['id']}/restore")
    assert (await links(ada, young))["made_from"][0]["generation_id"] == parent["id"]
    await sent(ada, "DELETE", f"/api/generations/{parent['id']}", 204)
    await sent(ada, "DELETE", "/api/trash")
    assert (await links(ada, young))["made_from"] == [gone]


async def test_a_deleted_child_is_not_shown(shared: Studio, ada: Person) -> None:
    parent = await pixel(shared, ada, "A parent")
    young = await child(shared, ada, parent["media"][0]["id"])
    await sent(ada, "DELETE", f"/api/generations/{young['id']}", 204)
    assert (await links(ada, parent))["used_in"] == []


async def test_what_was_sent_along_is_linked_by_its_file(shared: Studio, ada: Person) -> None:
    sent_along = await ada.http.post("/api/media", files={"file": ("cat.png", PIXEL)})
    media = sent_along.json()
    young = await child(shared, ada, media["id"])
    [link] = (await links(ada, young))["made_from"]
    assert (link["generation_id"], link["media_id"], link["title"]) == (
        None,
        media["id"],
        "cat.png",
    )


async def test_another_try_is_linked_both_ways(shared: Studio, ada: Person) -> None:
    first = await pixel(shared, ada, "A kite")
    again = await sent(ada, "POST", f"/api/generations/{first['id']}/retry", 202)
    await shared.ended(ada, again["id"])
    assert (await links(ada, again))["made_from"][0]["generation_id"] == first["id"]
    assert (await links(ada, first))["used_in"][0]["generation_id"] == again["id"]


async def test_anothers_has_no_links(shared: Studio, ada: Person) -> None:
    kite = await pixel(shared, ada, "A kite")
    bob = await shared.person("bob.links")
    theirs = await bob.http.get(f"/api/generations/{kite['id']}/links")
    none = await bob.http.get(f"/api/generations/{NOWHERE}/links")
    assert (theirs.status_code, theirs.content) == (404, none.content)
