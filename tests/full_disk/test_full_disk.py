"""A full disk: true answers, reading goes on, nothing paid for is lost or bought twice, and once
there is room everything goes on by itself."""

import asyncio
import hashlib
import os
from collections import Counter

import httpx
import pytest

from app.db import DatabaseDown, Tx
from app.demo import Fault
from app.demo.faults import Proceed
from app.demo.wire import Answer
from app.errors import AppError
from app.media.files import free_bytes
from app.media.service import MediaStore
from app.media.sweep import sweep
from app.usage.verify import verify
from tests.full_disk.disk import KIB, Disk, mounted
from tests.generation.books import books
from tests.generation.films import FILM, submitted
from tests.generation.jobs import step, until_done
from tests.studio import Json, Person, Studio

KLEIN = "black-forest-labs/flux.2-klein-4b"
KINDS: dict[str, Json] = {"text": {}, "image": {"model": KLEIN}, "video": FILM}
FOR_THE_DATABASE = 64 * KIB
"""Room for its commits, but not for a picture."""


async def told_full(answer: httpx.Response) -> None:
    assert answer.status_code == 507, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["code"], problem["status"]) == ("disk-full", 507)
    assert "disk" in problem["detail"]


async def read_everything(studio: Studio, person: Person, made: Json) -> None:
    """All that is there can still be looked at."""
    [media] = made["media"]
    assert len((await person.http.get(media["url"])).content) == media["bytes"]
    for place in (
        media["thumbnail_url"],
        f"/api/generations/{made['id']}",
        "/api/generations",
        "/api/generations/changes",
        "/api/usage",
        "/api/models",
        "/api/auth/me",
        "/healthz",
    ):
        answer = await person.http.get(place)
        assert answer.status_code == 200, answer.text


async def all_is_well(studio: Studio, person: Person) -> None:
    """Money, rows and bytes agree, nothing half-made lies about, and a restart changes nothing."""
    for each in (await person.http.get("/api/generations?limit=100")).json()["items"]:
        await until_done(studio, each["id"])
    await books(studio, person)
    before = await studio.db.read(counts)
    assert list((studio.data_dir / "media" / "tmp").iterdir()) == []
    await studio.restart()
    assert await studio.db.read(counts) == before
    assert (await studio.db.read(verify)).differences == ()
    report = await sweep(studio.part(MediaStore))
    assert report.missing == ()


def counts(tx: Tx) -> list[Json]:
    return tx.rows(
        """
        SELECT state, count(*) AS generations,
               (SELECT count(*) FROM media) AS media, (SELECT count(*) FROM ledger) AS entries
          FROM generations GROUP BY state ORDER BY state
        """
    )


@pytest.mark.parametrize("disk", [mounted], indirect=True)
async def test_below_the_floor_new_things_are_refused_and_reading_goes_on(
    studio: Studio, disk: Disk
) -> None:
    free, ballast = free_bytes(disk.folder), disk.folder / "ballast"
    await studio.restart(min_free_bytes=free - free // 8)
    ada = await studio.person()
    made = await studio.made(ada, "image", model=KLEIN)
    before = await ada.usage()
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, free // 4)
    for kind, more in KINDS.items():
        await told_full(
            await ada.http.post(f"/api/generations/{kind}", json={"prompt": "More", **more})
        )
    await read_everything(studio, ada, made)
    assert await ada.usage() == before
    assert len((await ada.http.get("/api/generations")).json()["items"]) == 1
    ready = await ada.http.get("/readyz")
    assert ready.status_code == 503
    assert "nearly full" in ready.json()["disk"]

    ballast.unlink()
    assert (await ada.http.get("/readyz")).status_code == 200
    for kind, more in KINDS.items():
        await ada.ask(kind, "More", **more)
    await all_is_well(studio, ada)


async def test_a_film_that_finds_no_room_waits_and_is_fetched_again(
    studio: Studio, disk: Disk
) -> None:
    ada = await studio.person()
    film = await submitted(studio, ada, "A film")
    disk.fill(leave=FOR_THE_DATABASE)
    while (await ada.status(film["id"]))["stage"] == "waiting":
        await step(studio, film["id"])
    for _ in range(4):
        waiting = await ada.status(film["id"])
        assert (waiting["state"], waiting["stage"]) == ("running", "downloading")
        assert waiting["media"] == []
        assert list((studio.data_dir / "media" / "tmp").iterdir()) == []
        await step(studio, film["id"])
    disk.free()
    await step(studio, film["id"])
    made = await ada.status(film["id"])
    assert made["state"] == "succeeded"
    whole = (await ada.http.get(made["media"][0]["url"])).content
    assert len(whole) == made["media"][0]["bytes"]
    etag = (await ada.http.head(made["media"][0]["url"])).headers["ETag"]
    assert hashlib.sha256(whole).hexdigest() in etag
    assert len(studio.demo.submits("A film")) == 1
    await all_is_well(studio, ada)


async def test_films_get_there_though_not_a_byte_can_be_written_for_a_while(
    studio: Studio, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    ada = await studio.person()
    films = [await submitted(studio, ada, f"Film {number}") for number in range(3)]
    disk.fill()
    await fill_the_last_page(studio)
    studio.turn(seconds=9)
    await studio.until(lambda: "cannot" in caplog.text)
    await asyncio.sleep(0.3)
    assert (await ada.status(films[0]["id"]))["state"] == "running"
    disk.free()
    for film in films:
        await until_done(studio, film["id"])
        assert (await ada.status(film["id"]))["state"] == "succeeded"
    assert [len(studio.demo.submits(f"Film {number}")) for number in range(3)] == [1, 1, 1]
    await all_is_well(studio, ada)


async def test_a_picture_that_was_paid_for_waits_in_memory(
    studio: Studio, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    ada = await studio.person()
    disk.fill(leave=FOR_THE_DATABASE)
    image = await ada.ask("image", "A picture", model=KLEIN)
    await studio.until(lambda: "a paid picture cannot be kept" in caplog.text)
    assert (await ada.status(image["id"]))["state"] == "running"
    assert len(studio.demo.recorded("POST", "/images")) == 1
    disk.free()
    assert (await studio.ended(ada, image["id"]))["state"] == "succeeded"
    assert len(studio.demo.recorded("POST", "/images")) == 1
    await all_is_well(studio, ada)


async def test_a_text_is_kept_whole_though_its_disk_fills_up_meanwhile(
    studio: Studio, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    ada = await studio.person()
    may_answer = asyncio.Event()
    studio.demo.script(path="/chat/completions", answer=held_until(may_answer))
    async with ada.streaming("Tell me of the sea") as events:
        begun = await anext(events)
        disk.fill()
        await fill_the_last_page(studio)
        may_answer.set()
        await studio.until(lambda: "cannot write its ending" in caplog.text)
        assert (await ada.status(begun.data["generation"]["id"]))["state"] == "running"
        disk.free()
        rest = [event async for event in events]
    words = "".join(event.data.get("text", "") for event in rest[:-1])
    assert rest[-1].name == "ended"
    told = await ada.status(begun.data["generation"]["id"])
    assert (told["state"], told["text"]) == ("succeeded", words)
    await all_is_well(studio, ada)


async def test_what_was_accepted_is_there_and_what_was_refused_is_not(
    studio: Studio, disk: Disk
) -> None:
    ada = await studio.person()
    studio.demo.script(path="/videos", answer=Fault.status(503), times=100)
    disk.fill(leave=8 * KIB)
    accepted, refused = list[str](), 0
    while refused < 5:
        answer = await ada.http.post(
            "/api/generations/video", json={"prompt": "One of many", **FILM}
        )
        if answer.status_code == 202:
            accepted.append(answer.json()["id"])
        else:
            await told_full(answer)
            refused += 1
    there = (await ada.http.get("/api/generations?limit=100")).json()["items"]
    assert Counter(each["id"] for each in there) == Counter(accepted)
    disk.free()
    studio.demo.reset()
    accepted.append((await ada.ask("video", "One of many", **FILM))["id"])
    await all_is_well(studio, ada)


async def test_an_upload_that_finds_no_room_is_refused_and_leaves_nothing(
    studio: Studio, disk: Disk
) -> None:
    ada = await studio.person()
    made = await studio.made(ada, "image", model=KLEIN)
    picture = (await ada.http.get(made["media"][0]["url"])).content
    # From too little for the picture to too little for the thumbnail or the row.
    refused = 0
    for leave in range(0, len(picture) + 40 * KIB, 12 * KIB):
        # Where files are limited, the log's length counts as well.
        await asyncio.to_thread(studio.db.checkpoint)
        disk.fill(leave=leave)
        answer = await ada.http.post("/api/media", files={"file": ("boat.jpg", picture)})
        if answer.status_code != 201:
            refused += 1
            await told_full(answer)
        assert list((studio.data_dir / "media" / "tmp").iterdir()) == []
        disk.free()
    assert refused >= 5
    await read_everything(studio, ada, made)
    assert (
        await ada.http.post("/api/media", files={"file": ("boat.jpg", picture)})
    ).status_code == 201
    await all_is_well(studio, ada)


async def test_a_database_that_went_down_for_want_of_room_comes_back_by_itself(
    studio: Studio, disk: Disk
) -> None:
    ada = await studio.person()
    made = await studio.made(ada, "image", model=KLEIN)
    disk.fill(leave=16 * KIB)
    # Out of reach for a moment, so that it cannot be open again before anybody looks.
    elsewhere = studio.db.path.rename(studio.db.path.with_suffix(".elsewhere"))
    with pytest.raises(DatabaseDown):
        await asyncio.to_thread(studio.db.checkpoint)
    ready = await ada.http.get("/readyz")
    assert (ready.status_code, ready.json()["database"]) == (503, "being reopened")
    assert (await ada.http.get("/healthz")).status_code == 200
    elsewhere.rename(studio.db.path)
    statuses = set[int]()
    async with asyncio.timeout(60):
        while 200 not in statuses:
            statuses.add((await ada.http.get("/api/usage")).status_code)
    assert statuses <= {200, 503}
    assert (await ada.http.get("/readyz")).json()["database"] == "ok"
    await read_everything(studio, ada, made)
    disk.free()
    await asyncio.to_thread(studio.db.checkpoint)
    await ada.say("All well again?")
    await all_is_well(studio, ada)


async def test_it_can_be_stopped_and_started_while_the_disk_is_full(
    studio: Studio, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.generation.unfinished.TRY_AGAIN", 0.05)
    ada = await studio.person()
    made = await studio.made(ada, "image", model=KLEIN)
    film = await submitted(studio, ada, "A film")
    await studio.restart(stop_grace=1)
    ada = await studio.again(ada)
    studio.demo.script(path="/chat/completions", answer=Fault.stall(after=5))
    async with ada.streaming("Tell me of the sea") as events:
        begun = await anext(events)
        for _ in range(4):
            await anext(events)
        disk.fill()
        await fill_the_last_page(studio)
        stopping = asyncio.create_task(studio.stop())
        with pytest.raises(httpx.RemoteProtocolError):  # its ending is not written, so not told
            _ = [event async for event in events]
    await asyncio.wait_for(stopping, 10)

    cookies = ada.http.cookies
    await studio.start()
    ada.http = studio.client()
    ada.http.cookies = cookies
    async with ada.http:
        await read_everything(studio, ada, made)
        text = begun.data["generation"]["id"]
        assert (await ada.status(text))["state"] == "running"
        disk.free()
        assert (await studio.ended(ada, film["id"]))["state"] == "succeeded"
        assert (await studio.ended(ada, text))["state"] == "interrupted"
        assert len(studio.demo.submits("A film")) == 1
        await all_is_well(studio, ada)


def held_until(moment: asyncio.Event) -> Fault:
    """The usual answer, but not before."""

    async def act(proceed: Proceed) -> Answer:
        await moment.wait()
        return await proceed()

    return Fault(act)


async def fill_the_last_page(studio: Studio) -> None:
    """The log may end within a page that is there already."""
    with pytest.raises(AppError):
        while True:
            await studio.db.write(_note)


def _note(tx: Tx) -> None:
    tx.run("INSERT INTO catalogue_notes VALUES (now(), 'text', 'a/b', 'appeared', NULL, NULL)")
