"""All that is kept of a person, as one archive: theirs, whole, and nobody else's."""

import io
import json
import zipfile
from typing import Any

from tests.studio import Person, Studio


async def _archive(person: Person) -> zipfile.ZipFile:
    answer = await person.http.get("/api/auth/me/export")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["cache-control"] == "no-store"
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.testzip() is None
    return archive


def _json(archive: zipfile.ZipFile, name: str) -> list[dict[str, Any]]:
    return json.loads(archive.read(name))


async def test_everything_of_a_person_is_in_the_archive(studio: Studio) -> None:
    ada = await studio.person()
    text = await ada.say("Say lanterns")
    image = await studio.made(ada, "image", prompt="A lantern")
    gone = await studio.made(ada, "image", prompt="A lantern to be thrown away")
    assert (await ada.http.delete(f"/api/generations/{gone['id']}")).status_code == 204
    picture = (await ada.http.get(image["media"][0]["url"])).content
    upload = {"file": ("mine.png", picture, "image/png")}
    uploaded = (await ada.http.post("/api/media", files=upload)).json()

    form = {"name": "lanterns", "url": "https://hooks.example.org", "kinds": ["image"]}
    webhook = (await ada.http.post("/api/webhooks", json=form)).json()

    await ada.http.patch("/api/admin/settings", json={"share_links": True})
    link = (await ada.http.post("/api/shares", json={"generation_id": image["id"]})).json()

    archive = await _archive(ada)
    [account] = _json(archive, "account.json")
    assert account["email"] == ada.user["email"]
    assert len(_json(archive, "sessions.json")) == 1
    [conversation] = _json(archive, "conversations.json")
    assert conversation["id"] == text["thread_id"]
    made = {each["id"]: each for each in _json(archive, "generations.json")}
    assert set(made) == {text["id"], image["id"], gone["id"]}
    assert made[text["id"]]["text"] == text["text"]
    assert made[image["id"]]["prompt"] == "A lantern"
    assert made[image["id"]]["cost_micros"] == image["cost_micros"]
    assert made[gone["id"]]["deleted_at"] is not None
    [told] = _json(archive, "webhooks.json")
    assert (told["name"], told["kinds"]) == ("lanterns", ["image"])
    assert webhook["secret"] not in str(told)
    [shared] = _json(archive, "shares.json")
    assert (shared["id"], shared["generation_id"]) == (link["id"], image["id"])
    assert link["url"].removeprefix("/s/") not in str(shared)
    booked = {each["generation_id"] for each in _json(archive, "ledger.json")}
    assert booked == {text["id"], image["id"], gone["id"]}
    files = {each["id"]: each["name"] for each in _json(archive, "files.json")}
    assert archive.read(files[image["media"][0]["id"]]) == picture
    assert archive.read(files[uploaded["id"]]) == picture


async def test_nothing_of_anybody_else_is_in_it(studio: Studio) -> None:
    ada, eve = await studio.person(), await studio.person("eve")
    await studio.made(ada, "image", prompt="A secret lantern")
    archive = await _archive(eve)
    for name in archive.namelist():
        assert b"secret lantern" not in archive.read(name)
    assert _json(archive, "generations.json") == []
    assert _json(archive, "files.json") == []


async def test_a_file_that_is_missing_is_named_and_the_rest_comes(studio: Studio) -> None:
    ada = await studio.person()
    image = await studio.made(ada, "image")
    media_id = image["media"][0]["id"]
    [path] = [path for path in (studio.data_dir / "media").rglob(media_id) if path.is_file()]
    path.unlink()
    archive = await _archive(ada)
    [entry] = _json(archive, "files.json")
    assert (entry["id"], entry["missing"]) == (media_id, True)
    assert len(_json(archive, "generations.json")) == 1


async def test_strangers_get_nothing(studio: Studio) -> None:
    async with studio.client() as http:
        assert (await http.get("/api/auth/me/export")).status_code == 401
