"""A day with the product as it is run: the server a process, the gateway another one."""

from app.money import from_usd
from tests.process.installation import Installation
from tests.process.processes import python
from tests.process.stories import (
    FILM,
    PROMISED,
    Fate,
    closed,
    ends_as,
    has_ended,
    has_words,
    new_prompt,
    seen_when,
)
from tests.studio import Json, Person


async def test_a_text_streams_to_its_end(installation: Installation) -> None:
    await installation.start()
    ada = await installation.person()
    prompt = new_prompt()
    async with ada.streaming(prompt) as stream:
        events = [event async for event in stream]
    said = "".join(event.data["text"] for event in events if event.name == "delta")
    ended = events[-1].data["generation"]
    assert (ended["state"], ended["text"]) == ("succeeded", said)
    row = (await closed(installation)).of(prompt)
    told = await installation.gateway.cost_of(row["gateway_id"])
    assert ended["cost_micros"] == from_usd(str(told))


async def test_an_image_becomes_the_first_frame_of_a_film(installation: Installation) -> None:
    home = installation
    await home.start()
    ada = await home.person()
    image = await _made(ada, await ada.ask("image", new_prompt()))
    frame = {"media_id": image["media"][0]["id"], "role": "first_frame"}
    asked = await ada.ask("video", new_prompt(), **FILM, inputs=[frame])
    film = await _made(ada, asked)
    assert film["media"][0]["mime"] == "video/mp4"
    assert film["media"][0]["duration_s"] == 1
    await _opens(ada, image["media"][0], b"\x89PNG")
    await _opens(ada, film["media"][0], b"ftyp")
    library = (await ada.http.get("/api/generations", params={"state": "succeeded"})).json()
    assert [each["id"] for each in library["items"]] == [film["id"], image["id"]]
    spent = image["cost_micros"] + film["cost_micros"]
    usage = await ada.usage()
    assert (usage["spent_micros"], usage["held_micros"]) == (spent, 0)
    await closed(home)


async def test_a_kill_in_the_middle_of_a_film_and_a_text_loses_neither(
    patient: Installation,
) -> None:
    home = patient
    await home.start()
    ada = await home.person()
    film = await ada.ask("video", new_prompt(), **FILM)
    text = await ada.ask("text", new_prompt())
    await home.server.says(rf"generation {film['id']}: accepted")
    words = (await seen_when(ada, text["id"], has_words))["text"]
    cursor = (await _changes(ada))["cursor"]
    await home.kill()
    rows = home.books()
    await home.start()
    # Nobody is signed in: the server goes on by itself.
    await home.server.says(rf"generation {film['id']}: made", within=PROMISED)
    seen = await ends_as(home, ada, rows.of(text["prompt"]), Fate.of("interrupted", 1))
    assert seen["text"].startswith(words)
    assert seen["error"]["code"] == "interrupted"
    ada = await home.again(ada)
    # The page that was open meanwhile misses nothing of it.
    changed = (await _changes(ada, since=cursor))["items"]
    assert {each["id"] for each in changed} == {film["id"], text["id"]}
    await _is_paid_once(home, ada, film, seen)


async def _changes(ada: Person, **query: str) -> Json:
    return (await ada.http.get("/api/generations/changes", params=query)).json()


async def _is_paid_once(home: Installation, ada: Person, film: Json, text: Json) -> None:
    film = await ada.status(film["id"])
    assert (film["state"], len(film["media"])) == ("succeeded", 1)
    [job] = await home.gateway.jobs(film["prompt"])
    assert (job["submits"], from_usd(str(job["cost"]))) == (1, film["cost_micros"])
    usage = await ada.usage()
    spent = film["cost_micros"] + text["cost_micros"]
    assert (usage["spent_micros"], usage["held_micros"]) == (spent, 0)
    assert text["cost_micros"] > 0
    books = await closed(home)
    await _ledger_verifies(home)
    # The gateway tells the cost of a cut answer minutes later: it will be asked.
    assert [each["generation_id"] for each in books.cost_checks] == [text["id"]]


async def _ledger_verifies(home: Installation) -> None:
    """As an operator asks, with the server stopped."""
    command = python("app", "ledger", "verify", log=home.folder / "verify.log", **home.settings)
    assert await command.ended() == 0, command.output
    assert "0 differences" in command.output


async def _made(ada: Person, asked: Json) -> Json:
    seen = await seen_when(ada, asked["id"], has_ended)
    assert seen["state"] == "succeeded", seen
    return seen


async def _opens(ada: Person, media: Json, begins: bytes) -> None:
    """All of it, a part of it, and its small picture."""
    whole = await ada.http.get(media["url"])
    assert len(whole.content) == media["bytes"]
    assert begins in whole.content[:12]
    part = await ada.http.get(media["url"], headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, whole.content[10:20])
    assert (await ada.http.get(media["thumbnail_url"])).status_code == 200
