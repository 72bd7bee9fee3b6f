"""The library: everything one has, newest first, in pages and by what it is."""

from hashlib import sha256
from typing import Any

import pytest

from app.demo import Fault
from tests.generation.films import FILM, submitted
from tests.generation.jobs import until_done
from tests.generation.pixels import KLEIN, pixel
from tests.studio import Json, Person, Studio

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def library(person: Person, **query: Any) -> Json:
    answer = await person.http.get("/api/generations", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def titles(person: Person, **query: Any) -> list[str]:
    """The prompts of what is found."""
    return [each["prompt"] for each in (await library(person, **query))["items"]]


async def furnished(studio: Studio, person: Person) -> None:
    """A text, two images, one of which failed, and a film that is not ready."""
    await person.say("Why do boats float?")
    kite = await pixel(studio, person, "A red kite, 100% silk")
    await person.http.patch(f"/api/generations/{kite['id']}", json={"favourite": True})
    studio.demo.script(path="/images", answer=Fault.status(400))
    failed = await studio.made(person, "image", prompt="A blue_kite", model="openai/gpt-image-2")
    await person.http.patch(f"/api/generations/{failed['id']}", json={"title": "Azure"})
    studio.clock.turn(seconds=1)
    await submitted(studio, person, "A tide")


async def test_it_shows_the_newest_first_and_finds_by_what_it_is(
    shared: Studio, ada: Person
) -> None:
    await furnished(shared, ada)
    text, kite, blue, tide = "Why do boats float?", "A red kite, 100% silk", "A blue_kite", "A tide"
    assert await titles(ada) == [tide, blue, kite, text]
    assert await titles(ada, kind="image") == [blue, kite]
    assert await titles(ada, state="running") == [tide]
    assert await titles(ada, state=["failed", "running"]) == [tide, blue]
    assert await titles(ada, favourite=True) == [kite]
    assert await titles(ada, favourite=False, kind="image") == [blue]
    assert await titles(ada, model=KLEIN) == [kite]
    assert await titles(ada, model="auto") == [text]
    assert await titles(ada, model="google/gemini-2.5-flash") == [text], "who answered counts too"


async def test_words_are_found_as_they_are_written(shared: Studio, ada: Person) -> None:
    await furnished(shared, ada)
    kite, blue = "A red kite, 100% silk", "A blue_kite"
    finds = {
        "KITE": [blue, kite],
        "azure": [blue],
        "100% silk": [kite],
        "%": [kite],
        "_": [blue],
        "d_k": [],
        "\\": [],
        "'; DROP TABLE generations; --": [],
    }
    for words, found in finds.items():
        assert await titles(ada, q=words) == found, words


async def test_pages_stay_true_while_something_is_added(shared: Studio, ada: Person) -> None:
    for number in range(5):
        await pixel(shared, ada, f"Number {number}")
    first = await library(ada, limit=2)
    await pixel(shared, ada, "Number 5")
    second = await library(ada, limit=2, before=first["next"])
    third = await library(ada, limit=2, before=second["next"])
    shown = [each["prompt"] for page in (first, second, third) for each in page["items"]]
    assert shown == [f"Number {number}" for number in (4, 3, 2, 1, 0)]
    assert third["next"] is None


async def test_what_was_asked_at_the_same_moment_is_shown_once_each(
    shared: Studio, ada: Person
) -> None:
    shared.demo.script(path="/videos", answer=Fault.status(400), times=None)
    asked = {(await ada.ask("video", f"Same {n}", **FILM))["id"] for n in range(5)}
    shown: list[str] = []
    before: Json = {}
    while True:
        page = await library(ada, limit=2, **before)
        shown += [each["id"] for each in page["items"]]
        if page["next"] is None:
            break
        before = {"before": page["next"]}
    assert sorted(shown) == sorted(asked)
    for each in asked:
        await until_done(shared, each)


async def test_nobody_finds_what_is_anothers(shared: Studio, ada: Person) -> None:
    await furnished(shared, ada)
    page = await library(ada, limit=1)
    bob = await shared.person("bob.library")
    assert await titles(bob) == []
    assert await titles(bob, q="kite") == []
    assert await titles(bob, before=page["next"]) == []


async def test_a_file_leads_its_owner_back_to_what_made_it(shared: Studio, ada: Person) -> None:
    kite = await pixel(shared, ada, "A red kite")
    upload = {"file": ("kite.png", (await ada.http.get(kite["media"][0]["url"])).content)}
    digest = sha256(upload["file"][1]).hexdigest()
    assert await titles(ada, sha256=digest) == ["A red kite"]
    assert await titles(ada, sha256=64 * "0") == []

    bob = await shared.person("bob.files")
    assert (await bob.http.post("/api/media", files=upload)).status_code == 201
    assert await titles(bob, sha256=digest) == [], "he has the bytes, and made nothing"
    await ada.http.delete(f"/api/generations/{kite['id']}")
    assert await titles(ada, sha256=digest) == []


@pytest.mark.parametrize(
    "query",
    [
        "sha256=" + 63 * "0",
        "sha256=" + 64 * "F",
        "limit=0",
        "limit=101",
        "before=nowhere",
        "before=1_2",
        "kind=song",
        "state=lost",
        "q=" + 201 * "x",
    ],
)
async def test_what_makes_no_sense_is_refused(shared: Studio, ada: Person, query: str) -> None:
    refused = await ada.http.get(f"/api/generations?{query}")
    assert (refused.status_code, refused.json()["code"]) == (422, "bad-input")
