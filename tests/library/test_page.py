"""The document of the library names the pictures that are seen first, to whom they belong."""

import re

from app.library.page import FIRST
from app.web.preloads import ASKED, FOR_A_PHONE
from tests.generation.pixels import pixel
from tests.library.asking import sent
from tests.studio import Person, Studio

NAMED = re.compile(r'<link rel="preload" as="image"(?: media="[^"]+")? href="([^"]+)">')


async def named(person: Person, address: str = "/library", **headers: str) -> list[str]:
    answer = await person.http.get(address, headers=headers)
    assert answer.status_code == 200
    return NAMED.findall(answer.text)


async def test_they_are_those_of_the_page_in_its_order(studio: Studio) -> None:
    person = await studio.person()
    await person.say("No picture")
    for number in range(FIRST + 1):
        await pixel(studio, person, f"Boat {number}", count=5 if number == FIRST else 1)
    _, newest = ASKED["library"]
    items = (await person.http.get(newest)).json()["items"]
    tiles = [each["media"][:4] for each in items[:FIRST]]
    assert len(tiles[0]) == 4, "as many as lie on a tile"
    seen = [media["thumbnail_url"] for tile in tiles for media in tile]
    assert await named(person) == seen
    document = (await person.http.get("/library")).text
    assert document.count('as="image" href=') == FOR_A_PHONE, "the others are for wider windows"
    for address in seen:
        assert (await person.http.get(address)).headers["content-type"] == "image/webp"


async def test_what_was_thrown_away_and_what_a_filter_leaves_out_is_not_named(
    studio: Studio,
) -> None:
    person = await studio.person("cleo")
    gone = await pixel(studio, person, "Gone")
    await sent(person, "DELETE", f"/api/generations/{gone['id']}", 204)
    assert await named(person) == []
    await pixel(studio, person, "Here")
    assert len(await named(person)) == 1
    assert await named(person, "/library?kind=video") == []


async def test_nobody_else_is_told_of_them(studio: Studio) -> None:
    person, other = await studio.person("dora"), await studio.person("emil")
    await pixel(studio, person, "Hers")
    assert len(await named(person)) == 1
    assert await named(other) == []
    key = (await sent(person, "POST", "/api/keys", 201, name="A script", scopes=["text"]))["secret"]
    assert await named(other, Authorization=f"Bearer {key}") == []
    async with studio.client() as http:
        assert not NAMED.findall((await http.get("/library")).text)
