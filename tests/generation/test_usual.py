"""How long things usually take: told from enough runs, recent ones, and never made up."""

import pytest

from app.db import Tx
from app.generation.usual import ENOUGH, FRESH, RECENT
from tests.generation.test_library import KLEIN, pixel
from tests.studio import Json, Person, Studio

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def usual(person: Person, kind: str) -> Json:
    answer = await person.http.get("/api/generations/usual", params={"kind": kind})
    assert answer.status_code == 200, answer.text
    return {each["model"]: each for each in answer.json()["items"]}


def repeated(tx: Tx, generation_id: str, seconds: list[int]) -> None:
    """As many more of the same, each having taken so long; the first one took no time at all."""
    tx.run("UPDATE generations SET finished_at = started_at WHERE id = $id", id=generation_id)
    for each in seconds:
        tx.run(
            """
            INSERT INTO generations SELECT * REPLACE (
                uuidv7() AS id, started_at + to_seconds($seconds::INTEGER) AS finished_at,
                nextval('changes') AS changed
            ) FROM generations WHERE id = $id
            """,
            id=generation_id,
            seconds=each,
        )


async def test_a_few_runs_say_nothing_and_enough_of_them_say_how_long(
    shared: Studio, ada: Person
) -> None:
    made = await pixel(shared, ada, "A red kite")
    await shared.db.write(repeated, made["id"], list(range(1, ENOUGH - 1)))
    assert KLEIN not in await usual(ada, "image")

    await shared.db.write(repeated, made["id"], [ENOUGH - 1])
    shared.clock.turn(seconds=FRESH.total_seconds())
    found = (await usual(ada, "image"))[KLEIN]
    # 0 to 19 s: one in ten below 1.9 s, half below 9.5 s, nine in ten below 17.1 s.
    assert (found["low_s"], found["median_s"], found["high_s"]) == (1.9, 9.5, 17.1)
    assert await usual(ada, "video") == {}

    shared.clock.turn(days=RECENT.days, seconds=1)
    assert await usual(await shared.again(ada), "image") == {}


async def test_what_everybody_made_counts_and_nobody_is_named(shared: Studio, ada: Person) -> None:
    bob = await shared.person("bob")
    made = await pixel(shared, bob, "A blue kite")
    await shared.db.write(repeated, made["id"], [4] * ENOUGH)
    shared.clock.turn(seconds=FRESH.total_seconds())
    found = (await usual(ada, "image"))[KLEIN]
    assert set(found) == {"model", "low_s", "median_s", "high_s"}
    async with shared.client() as stranger:
        answer = await stranger.get("/api/generations/usual?kind=image")
    assert answer.status_code == 401
