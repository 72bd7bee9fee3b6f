"""Ten thousand films that wait: looked after by a few, and seldom all looked through.

What is counted here are looks, requests and statements, not seconds.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import LiteralString

import pytest

from app.db import Row, Tx
from app.db.transaction import DuckTx
from app.demo import Fault
from app.demo.faults import Proceed
from app.demo.wire import Answer, json_answer
from app.generation import pace, runner
from tests.clocks import TurnableClock
from tests.generation.films import submitted
from tests.generation.jobs import finished
from tests.studio import PATIENCE, Studio, demo_for_tests

MANY = 10_000
AT_ONCE = 8
LOOKED_AFTER = 150
"""Films looked after in the test, in steps of time in which a few are due."""


@dataclass
class Wire:
    """Answers "not yet" to everybody, and counts how many ask at once."""

    under_way: int = 0
    most: int = 0

    async def act(self, proceed: Proceed) -> Answer:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        await asyncio.sleep(0)
        self.under_way -= 1
        return json_answer({"id": "x", "status": "pending"})


@pytest.fixture
async def crowded(
    tmp_path: Path, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Studio]:
    """A studio whose runner looks at the clock often, since we turn it without a word."""
    monkeypatch.setattr(runner, "REST", timedelta(milliseconds=5))
    studio = Studio(tmp_path / "data", clock, demo_for_tests(clock))
    yield await studio.start(jobs_at_once=AT_ONCE)
    await studio.close()


async def test_ten_thousand_waiting_films_need_a_look_now_and_then_and_few_requests(
    crowded: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire, statements = Wire(), list[str]()
    ada = await crowded.person()
    film = await submitted(crowded, ada, "One of many")
    crowded.demo.script(path="/videos/*", method="GET", answer=Fault(wire.act), times=None)
    await crowded.db.write(_ten_thousand_like, film["id"])
    _listen(monkeypatch, statements)
    crowded.runner.wake()
    asked = await _seconds_pass_until(crowded, LOOKED_AFTER)

    assert wire.most <= runner.LOOKS_AT_ONCE
    assert len(set(asked)) > LOOKED_AFTER // 2
    looks = [each for each in statements if "ORDER BY due" in each]
    assert 2 <= len(looks) <= 4, "each lane looks through all once for hundreds of steps"
    assert len(statements) > LOOKED_AFTER
    for plan in await crowded.db.read(_plans):
        assert "Index Scan" in plan, "and those that are due are found without looking through"


async def test_a_slow_picture_keeps_no_film_waiting(crowded: Studio) -> None:
    ada = await crowded.person()
    film = await submitted(crowded, ada, "A film")
    drawing = ("POST", "/chat/completions")
    crowded.demo.script(path=drawing[1], answer=Fault.stall(), times=None)
    for number in range(AT_ONCE):
        await ada.ask("image", f"Slow {number}")
    await crowded.until(lambda: len(crowded.demo.recorded(*drawing)) == AT_ONCE)
    assert (await finished(crowded, ada, film["id"]))["state"] == "succeeded"


async def test_where_very_many_wait_each_is_looked_at_less_often(crowded: Studio) -> None:
    ada = await crowded.person()
    wire = Wire()
    film = await submitted(crowded, ada, "One of many")
    crowded.demo.script(path="/videos/*", method="GET", answer=Fault(wire.act), times=None)
    await crowded.db.write(_ten_thousand_like, film["id"])
    crowded.turn(seconds=60)  # hundreds of them are due by then
    await _seconds_pass_until(crowded, 3 * runner.LOOKS_AT_ONCE)
    assert wire.most <= runner.LOOKS_AT_ONCE
    seconds = await crowded.db.read(_pauses)
    assert min(seconds) >= pace.EAGER_PAUSE.total_seconds() * MANY / pace.MANY


@pytest.mark.parametrize(
    ("followed", "seconds"), [(0, 20), (1, 20), (1_000, 20), (2_000, 40), (1_000_000, 300)]
)
def test_all_together_are_not_looked_at_more_often_than_a_few(followed: int, seconds: int) -> None:
    assert pace.among(timedelta(seconds=20), followed) == timedelta(seconds=seconds)


def test_a_pause_that_is_long_already_stays_as_it_is() -> None:
    assert pace.among(pace.LATE_PAUSE, MANY) == pace.LATE_PAUSE


def _ten_thousand_like(tx: Tx, generation_id: str) -> None:
    """As many more films, each with a name of its own, due one after the other."""
    tx.run(
        """
        INSERT INTO generations
        SELECT original.* REPLACE (uuidv7() AS id, 'job-' || number AS gateway_id)
          FROM range($many) AS numbers(number),
               (SELECT * FROM generations WHERE id = $id) AS original
        """,
        id=generation_id,
        many=MANY,
    )
    tx.run(
        """
        INSERT INTO jobs (generation_id, due_at, heard_at)
        SELECT generations.id, original.due_at + to_milliseconds(100 * gateway_id[5:]::BIGINT),
               original.heard_at
          FROM generations, (SELECT * FROM jobs WHERE generation_id = $id) AS original
         WHERE gateway_id LIKE 'job-%'
         ORDER BY generations.id
        """,
        id=generation_id,
    )


def _plans(tx: Tx) -> list[str]:
    """How the rows of one job are found, and of as many as are taken at a time."""
    jobs = tx.rows("SELECT generation_id FROM jobs ORDER BY due_at DESC LIMIT $n", n=AT_ONCE)
    ids = [each["generation_id"] for each in jobs]
    one = tx.rows("EXPLAIN ANALYZE SELECT * FROM jobs WHERE generation_id = $id", id=ids[0])
    some = tx.rows(
        """
        EXPLAIN ANALYZE
         SELECT * FROM jobs WHERE generation_id IN (SELECT unnest($ids::UUID[]))
        """,
        ids=ids,
    )
    return [str(one), str(some)]


def _listen(monkeypatch: pytest.MonkeyPatch, statements: list[str]) -> None:
    """Write down every statement about jobs."""
    inner = DuckTx.rows

    def rows(self: DuckTx, sql: LiteralString, /, **values: object) -> list[Row]:
        if "jobs" in sql:
            statements.append(" ".join(sql.split()))
        return inner(self, sql, **values)

    monkeypatch.setattr(DuckTx, "rows", rows)


def _pauses(tx: Tx) -> list[float]:
    """From the last look at each film that was looked at to its next, in seconds."""
    rows = tx.rows(
        """
        SELECT epoch(due_at - heard_at) AS seconds
          FROM jobs
         WHERE leased_by IS NULL AND heard_at > (SELECT min(heard_at) FROM jobs)
        """
    )
    return [row["seconds"] for row in rows]


async def _seconds_pass_until(studio: Studio, enough: int) -> list[str]:
    """Who was asked after, once that are `enough`, while the clock goes on by itself."""
    async with asyncio.timeout(3 * PATIENCE):
        while True:
            asked = [each.path for each in studio.demo.requests.all() if each.method == "GET"]
            asked = [each for each in asked if each.startswith("/videos/job-")]
            if len(asked) >= enough:
                return asked
            studio.clock.turn(seconds=0.1)
            await asyncio.sleep(0.005)
