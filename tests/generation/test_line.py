"""The place in line: of the whole house's line, told to each of their own."""

from datetime import datetime

import pytest

from app.db import Tx
from app.demo import Fault
from app.generation import queue
from app.generation.line import FRESH
from tests.generation.films import FILM
from tests.generation.jobs import pause
from tests.studio import Json, Person, Studio

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def line(person: Person) -> dict[str, int]:
    answer = await person.http.get("/api/generations/line")
    assert answer.status_code == 200, answer.text
    return {each["id"]: each["place"] for each in answer.json()["items"]}


async def queued(studio: Studio, person: Person) -> Json:
    """A film that has to wait, since the gateway is busy; behind those that wait already."""
    studio.clock.turn(seconds=FRESH.total_seconds())
    studio.demo.script(path="/videos", answer=Fault.status(429, headers={"Retry-After": "60"}))
    asked = await person.ask("video", "In line", **FILM)
    await pause(studio, asked["id"])
    return asked


async def test_each_is_told_where_their_own_stand_in_the_line_of_all(
    shared: Studio, ada: Person
) -> None:
    bob = await shared.person("bob")
    assert await line(ada) == {}
    first, second, third = [await queued(shared, each) for each in (ada, bob, ada)]
    shared.clock.turn(seconds=FRESH.total_seconds())
    assert await line(ada) == {first["id"]: 1, third["id"]: 3}
    assert await line(bob) == {second["id"]: 2}

    await ada.http.post(f"/api/generations/{first['id']}/cancel")
    shared.clock.turn(seconds=FRESH.total_seconds())
    assert (await line(ada), await line(bob)) == ({third["id"]: 2}, {second["id"]: 1})


async def test_one_look_serves_everybody_for_a_while(
    shared: Studio, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks, look = list[datetime](), queue.line

    def counted(tx: Tx, *, since: datetime) -> list[tuple[str, str]]:
        looks.append(since)
        return look(tx, since=since)

    monkeypatch.setattr(queue, "line", counted)
    shared.clock.turn(seconds=FRESH.total_seconds())
    for _ in range(5):
        await line(ada)
    assert len(looks) == 1
    shared.clock.turn(seconds=FRESH.total_seconds())
    await line(ada)
    assert len(looks) == 2


async def test_what_has_begun_stands_in_no_line_any_more(shared: Studio, ada: Person) -> None:
    waiting = await queued(shared, ada)
    shared.turn(seconds=60)
    await pause(shared, waiting["id"])
    assert (await ada.status(waiting["id"]))["state"] == "running"
    assert await line(ada) == {}
