"""The status of everything at once: nothing is missed, and nobody sees what is another's."""

import asyncio
import time
from typing import Any

import httpx
import pytest

from app.demo import Fault, VideoOutcome
from tests.generation.films import FILM, submitted
from tests.generation.jobs import finished, pause, step
from tests.studio import PATIENCE, Json, Person, Studio

pytestmark = pytest.mark.asyncio(loop_scope="module")

KLEIN = "black-forest-labs/flux.2-klein-4b"
PLACE = "/api/generations/changes"


async def changes(person: Person, since: str | None = None, wait: float = 0) -> Json:
    query = {"wait": str(wait)} | ({} if since is None else {"since": since})
    answer = await person.http.get(PLACE, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def now(person: Person) -> str:
    return (await changes(person))["cursor"]


async def trashed(person: Person, prompt: str) -> str:
    """A generation that costs nothing and changes no more, until it is touched."""
    answer = await person.http.post(
        "/api/generations/image", json={"prompt": prompt, "model": KLEIN}
    )
    return answer.json()["id"]


async def test_without_a_cursor_it_is_empty_and_says_where_now_is(
    shared: Studio, ada: Person
) -> None:
    await shared.made(ada, "image", model=KLEIN)
    before = time.monotonic()
    answer = await changes(ada, wait=30)
    assert time.monotonic() - before < 5
    assert (answer["items"], answer.keys()) == ([], {"items", "cursor"})
    assert await changes(ada, answer["cursor"]) == answer
    assert (await changes(ada, "0"))["items"][0]["state"] == "succeeded"


async def test_every_step_of_a_film_is_a_change(shared: Studio, ada: Person) -> None:
    cursor = await now(ada)
    told: list[tuple[str, str | None]] = []

    async def look() -> None:
        nonlocal cursor
        answer = await changes(ada, cursor)
        told.extend((each["state"], each["stage"]) for each in answer["items"])
        cursor = answer["cursor"]

    shared.demo.script(path="/videos", answer=Fault.status(429))
    shared.demo.script(path="/videos/*/content", method="GET", answer=Fault.status(500))
    asked = await ada.ask("video", "Watched", **FILM)
    await pause(shared, asked["id"])
    await look()
    while await step(shared, asked["id"]) is not None:
        await look()
    await look()
    assert told == [
        ("queued", None),
        ("running", "waiting"),
        ("running", "downloading"),
        ("succeeded", None),
    ]


async def test_that_a_text_has_begun_is_a_change(shared: Studio, ada: Person) -> None:
    cursor = await now(ada)
    shared.demo.script(path="/chat/completions", answer=Fault.stall(after=4))
    asked = await ada.ask("text", "Watched")
    told = list[tuple[str, str | None]]()
    async with asyncio.timeout(PATIENCE):
        while ("running", "streaming") not in told:
            answer = await changes(ada, cursor, wait=10)
            told += [(each["state"], each["stage"]) for each in answer["items"]]
            cursor = answer["cursor"]
    await ada.http.post(f"/api/generations/{asked['id']}/cancel")


async def test_a_long_poll_ends_as_soon_as_something_changes(shared: Studio, ada: Person) -> None:
    asked = await submitted(shared, ada, "Awaited")
    cursor = await now(ada)
    waiting = asyncio.create_task(changes(ada, cursor, wait=30))
    await asyncio.sleep(0.05)
    await ada.http.patch(f"/api/generations/{asked['id']}", json={"title": "Tide"})
    async with asyncio.timeout(5):
        answer = await waiting
    assert [(each["id"], each["title"]) for each in answer["items"]] == [(asked["id"], "Tide")]
    assert answer["cursor"] != cursor


async def test_a_long_poll_in_which_nothing_changes_lasts_as_long_as_it_was_to(
    shared: Studio, ada: Person
) -> None:
    shared.demo.script_video(VideoOutcome(seconds=1e9))
    asked = await submitted(shared, ada, "Watched pot")
    cursor = await now(ada)
    before = time.monotonic()
    waiting = asyncio.create_task(changes(ada, cursor, wait=0.6))
    await asyncio.sleep(0.05)
    await step(shared, asked["id"])
    answer = await waiting
    assert time.monotonic() - before >= 0.6
    assert answer == {"items": [], "cursor": cursor}


async def test_nobody_is_told_or_woken_by_what_is_anothers(shared: Studio, ada: Person) -> None:
    bob = await shared.person("bob.changes")
    cursor = await now(bob)
    waiting = asyncio.create_task(changes(bob, cursor, wait=0.6))
    await shared.made(ada, "image", model=KLEIN)
    answer = await waiting
    assert (answer["items"], answer["cursor"]) == ([], cursor)
    assert (await changes(bob, "0"))["items"] == []


async def test_what_is_deleted_is_told_as_gone_and_what_is_restored_as_back(
    shared: Studio, ada: Person
) -> None:
    made = await shared.made(ada, "image", model=KLEIN)
    cursor = await now(ada)
    await ada.http.delete(f"/api/generations/{made['id']}")
    gone = await changes(ada, cursor)
    assert gone["items"] == [{"id": made["id"], "deleted": True}]
    await ada.http.post(f"/api/generations/{made['id']}/restore")
    assert (await changes(ada, gone["cursor"]))["items"] == [made]


async def test_many_changes_come_in_pages_that_miss_nothing(shared: Studio, ada: Person) -> None:
    cursor = await now(ada)
    shared.demo.script(path="/images", answer=Fault.status(400), times=None)
    asked = {await trashed(ada, f"Number {number}") for number in range(104)}
    for each in asked:
        await shared.ended(ada, each)
    pages: list[int] = []
    told: dict[str, str] = {}
    while (answer := await changes(ada, cursor))["items"]:
        pages.append(len(answer["items"]))
        told |= {each["id"]: each["state"] for each in answer["items"]}
        cursor = answer["cursor"]
    assert pages == [100, 4]
    assert told == dict.fromkeys(asked, "failed")


async def test_a_watcher_misses_nothing_of_what_happens_at_once(
    shared: Studio, ada: Person
) -> None:
    """Whoever only ever follows the cursor ends up knowing what a fresh look shows."""
    known: dict[str, Json] = {}
    done = asyncio.Event()

    async def watch() -> None:
        cursor = await now(ada)
        ready.set()
        while not done.is_set() or (await changes(ada, cursor))["items"]:
            answer = await changes(ada, cursor, wait=0.2)
            known.update({each["id"]: each for each in answer["items"]})
            cursor = answer["cursor"]

    ready = asyncio.Event()
    watching = asyncio.create_task(watch())
    await ready.wait()
    shared.demo.script(path="/images", answer=Fault.known("400_content_policy"), times=None)
    ids = await asyncio.gather(*(trashed(ada, f"Storm {number}") for number in range(40)))
    await asyncio.gather(*(_touch(ada, each, number) for number, each in enumerate(ids)))
    for each in ids[1::2]:
        await shared.ended(ada, each)
    done.set()
    await watching
    listed = (await ada.http.get("/api/generations", params={"limit": 100})).json()["items"]
    kept = {each: seen for each, seen in known.items() if "deleted" not in seen}
    assert kept == {each["id"]: each for each in listed}
    assert set(known) == set(ids)


async def test_signing_out_ends_a_long_poll(shared: Studio, ada: Person) -> None:
    waiting = asyncio.create_task(ada.http.get(PLACE, params={"since": "0", "wait": "30"}))
    await asyncio.sleep(0.1)
    await ada.http.post("/api/auth/logout")
    async with asyncio.timeout(2):
        answer: httpx.Response = await waiting
    assert answer.status_code == 401


@pytest.mark.parametrize("query", ["since=-1", "since=x", "since=0&wait=31", "since=0&wait=-1"])
async def test_what_makes_no_sense_is_refused(shared: Studio, ada: Person, query: str) -> None:
    assert (await ada.http.get(f"{PLACE}?{query}")).status_code == 422


async def test_a_finished_film_is_told_with_its_files(shared: Studio, ada: Person) -> None:
    asked = await submitted(shared, ada, "Delivered")
    cursor = await now(ada)
    made = await finished(shared, ada, asked["id"])
    assert (await changes(ada, cursor))["items"] == [made]


async def _touch(person: Person, generation_id: str, number: int) -> None:
    """Name it; and put every second one into the trash."""
    place = f"/api/generations/{generation_id}"
    await person.http.patch(place, json={"title": f"No. {number}"})
    if number % 2 == 0:
        await person.http.delete(place)


async def test_what_is_told_while_somebody_looks_is_looked_for_in_the_next_poll(
    shared: Studio, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look was before the commit, and the news of it came before the look was answered."""
    made = await shared.made(ada, "image", model=KLEIN)
    cursor = await now(ada)
    db = type(shared.db)
    read = db.read

    async def touched_meanwhile(ours: Any, *look: Any) -> Any:
        found = await read(ours, *look)
        monkeypatch.setattr(db, "read", read)
        await ada.http.patch(f"/api/generations/{made['id']}", json={"title": "Tide"})
        return found

    monkeypatch.setattr(db, "read", touched_meanwhile)
    assert (await changes(ada, cursor))["items"] == []
    assert [each["title"] for each in (await changes(ada, cursor))["items"]] == ["Tide"]


async def test_nobody_looks_again_for_what_nobody_told_of(
    shared: Studio, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await shared.made(ada, "image", model=KLEIN)
    earlier, cursor = "0", await now(ada)
    assert (await changes(ada, cursor))["items"] == []

    def unread(*_: object) -> None:
        raise AssertionError("looked again")

    monkeypatch.setattr("app.generation.changes._since", unread)
    assert await changes(ada, cursor, wait=0.1) == {"items": [], "cursor": cursor}
    monkeypatch.undo()
    assert [each["id"] for each in (await changes(ada, earlier))["items"]] == [made["id"]]
