"""Taking it home: many things as one zip, streamed, with every recipe."""

import io
import json
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest

from app.library.names import Names, slug
from app.media.service import MediaStore
from tests.generation.films import FILM
from tests.generation.pixels import PIXEL, pixel
from tests.library.asking import NOWHERE, sent
from tests.studio import Json, Person, Studio

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def taken(person: Person, *ids: str) -> zipfile.ZipFile:
    form = {"ids": ",".join(ids)}
    answer = await person.http.post("/api/library/download", data=form)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"].startswith('attachment; filename="allucanget-')
    assert int(answer.headers["content-length"]) == len(answer.content)
    return zipfile.ZipFile(io.BytesIO(answer.content))


def metadata(archive: zipfile.ZipFile) -> list[Json]:
    return json.loads(archive.read("metadata.json"))["items"]


async def test_pictures_films_and_texts_come_as_they_are(shared: Studio, ada: Person) -> None:
    kite = await pixel(shared, ada, "A kite")
    film = await shared.made(ada, "video", prompt="A tide", **FILM)
    text = await ada.say("Why do boats float?")
    archive = await taken(ada, kite["id"], film["id"], text["id"])
    assert archive.testzip() is None
    assert {each.compress_type for each in archive.infolist()} == {zipfile.ZIP_STORED}
    items = metadata(archive)
    assert [each["id"] for each in items] == [kite["id"], film["id"], text["id"]]
    assert [each["prompt"] for each in items] == ["A kite", "A tide", "Why do boats float?"]
    [picture], [movie], [words] = (each["files"] for each in items)
    assert archive.read(picture) == PIXEL
    assert archive.read(movie) == (await ada.http.get(film["media"][0]["url"])).content
    assert text["text"] in archive.read(words).decode()
    assert sorted(archive.namelist()) == sorted(["metadata.json", picture, movie, words])
    size = await sent(ada, "POST", "/api/library/download/size", ids=[kite["id"], text["id"]])
    assert (size["files"], size["missing"]) == (2, 0)


async def test_a_missing_file_is_told_and_the_rest_comes(shared: Studio, ada: Person) -> None:
    lost, kept = await pixel(shared, ada, "Lost"), await pixel(shared, ada, "Kept")
    shared.part(MediaStore).files.path(lost["media"][0]["id"]).unlink()
    archive = await taken(ada, lost["id"], kept["id"])
    assert archive.testzip() is None
    first, second = metadata(archive)
    assert (first["files"], first["missing"]) == ([], 1)
    assert archive.read(second["files"][0]) == PIXEL
    assert "missing" not in second
    size = await sent(ada, "POST", "/api/library/download/size", ids=[lost["id"], kept["id"]])
    assert (size["files"], size["missing"]) == (1, 1)


async def test_names_are_safe_and_of_their_own(shared: Studio, ada: Person) -> None:
    prompts = ["../../etc/passwd", "..\\..\\CON.png", "☃", "Über 雪 ☃", "a" * 300, "Same", "same"]
    made = [await pixel(shared, ada, each, count=2) for each in prompts]
    archive = await taken(ada, *(each["id"] for each in made))
    names = archive.namelist()
    assert len({each.casefold() for each in names}) == len(names) == 1 + 2 * len(prompts)
    for name in names:
        assert not set(name) & set('/\\:*?"<>|\0'), name
        assert len(name) < 90
        assert name == "metadata.json" or name.endswith(".png")
    assert any("über-雪" in each for each in names)


async def test_only_ones_own_is_taken_and_never_the_trash(shared: Studio, ada: Person) -> None:
    kite = await pixel(shared, ada, "A kite")
    boat = await pixel(shared, ada, "A boat")
    await sent(ada, "DELETE", f"/api/generations/{boat['id']}", 204)
    bob = await shared.person("bob.bundle")
    assert metadata(await taken(bob, kite["id"], NOWHERE)) == []
    assert [each["id"] for each in metadata(await taken(ada, boat["id"], kite["id"]))] == [
        kite["id"]
    ]


async def test_another_site_cannot_have_it_made(shared: Studio, ada: Person) -> None:
    refused = await ada.http.post(
        "/api/library/download",
        data={"ids": NOWHERE},
        headers={"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
    )
    assert refused.status_code == 403


@pytest.mark.parametrize("form", [{"ids": "nowhere"}, {}, {"ids": ",".join([NOWHERE] * 5001)}])
async def test_what_makes_no_sense_is_refused(ada: Person, form: dict[str, Any]) -> None:
    assert (await ada.http.post("/api/library/download", data=form)).status_code == 422


async def test_slugs_hold_letters_and_digits_only() -> None:
    assert slug("A red kite, 100% silk!") == "a-red-kite-100-silk"
    assert slug("\u202egpj.exe\x00") == "gpj-exe"
    assert slug("☃") == slug("") == "untitled"


async def test_a_hundred_of_one_name_are_numbered() -> None:
    names, at = Names(), datetime(2026, 11, 29, tzinfo=UTC)
    given = [names.of("Same", at, ".png") for _ in range(100)]
    assert given[:2] == ["2026-11-29-same.png", "2026-11-29-same-2.png"]
    assert len(set(given)) == 100
