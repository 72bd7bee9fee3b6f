"""Reading: many at once, each on one snapshot, none in the way of a write."""

import asyncio
import random
from pathlib import Path

import duckdb
import pytest

from app.db import Tx
from app.db.duck import DuckDatabase
from app.errors import NotFound, Unavailable
from tests.db import bank
from tests.db.conftest import Gate, opened

ENDLESS = "SELECT count(*) FROM range(100000000) AS a, range(100000) AS b WHERE a.range = -b.range"


async def test_a_slow_read_does_not_hold_up_a_write_and_keeps_its_snapshot(
    db: DuckDatabase, gate: Gate
) -> None:
    def reads_twice(tx: Tx) -> tuple[list[int], list[int]]:
        before = bank.notes(tx)
        gate.wait(tx)
        return before, bank.notes(tx)

    await db.write(bank.note, 1)
    reading = asyncio.create_task(db.read(reads_twice))
    await asyncio.to_thread(gate.wait_until_reached)
    for number in range(2, 20):
        await db.write(bank.note, number)
    assert await db.read(bank.notes) == list(range(1, 20)), "other reads go on as well"
    gate.open()
    assert await reading == ([1], [1])


async def test_concurrent_reads_never_get_the_rows_of_another(db: DuckDatabase) -> None:
    def fill(tx: Tx) -> None:
        tx.run("INSERT INTO accounts SELECT range, range * 7 FROM range(500)")

    await db.write(fill)
    chance = random.Random(4)
    asked = [chance.randrange(500) for _ in range(800)]
    found = await asyncio.gather(*(db.read(bank.account, account) for account in asked))
    assert found == [(account, account * 7) for account in asked]


async def test_a_read_cannot_write(db: DuckDatabase) -> None:
    with pytest.raises(duckdb.TransactionException, match="read-only"):
        await db.read(bank.note, 1)
    assert await db.read(bank.notes) == []


async def test_a_refusal_within_a_read_is_told_as_it_is(db: DuckDatabase) -> None:
    def misses(tx: Tx) -> None:
        raise NotFound

    def mistypes(tx: Tx) -> None:
        tx.run("SELEC 1")

    with pytest.raises(NotFound):
        await db.read(misses)
    with pytest.raises(duckdb.ParserException):
        await db.read(mistypes)
    assert db.up
    assert await db.read(bank.notes) == []


async def test_a_cancelled_read_gives_its_reader_back(db: DuckDatabase) -> None:
    gates = [Gate() for _ in range(3)]
    reading = [asyncio.create_task(db.read(each.wait)) for each in gates]
    for each, task in zip(gates, reading, strict=True):
        await asyncio.to_thread(each.wait_until_reached)
        task.cancel()
    await asyncio.wait(reading)
    for each in gates:
        each.open()
    assert await asyncio.gather(*(db.read(bank.notes) for _ in range(10))) == [[]] * 10


async def test_too_many_waiting_reads_are_refused_at_once(
    db: DuckDatabase, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.db.duck.MAX_WAITING", 50)
    waiting = [asyncio.create_task(db.read(gate.wait)) for _ in range(50)]
    await asyncio.to_thread(gate.wait_until_reached)
    with pytest.raises(Unavailable) as refused:
        await db.read(bank.notes)
    assert refused.value.status == 503
    gate.open()
    await asyncio.gather(*waiting)
    assert await db.read(bank.notes) == []


async def test_an_endless_query_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.db.connection.READ_LIMIT", 200)
    with opened(tmp_path / "bank.duckdb") as db:
        with pytest.raises(Unavailable, match="too long"):
            await db.read(lambda tx: tx.run(ENDLESS))
        assert await db.read(lambda tx: tx.rows("SELECT 1 AS one")) == [{"one": 1}]


async def test_only_reads_are_limited(db: DuckDatabase) -> None:
    """A migration may take its time."""

    def limit(tx: Tx) -> int:
        return tx.rows("SELECT current_setting('max_execution_time') AS ms")[0]["ms"]

    assert await db.read(limit) == 30_000
    assert await db.write(limit) == 0


async def test_the_event_loop_stays_free_while_a_query_runs(db: DuckDatabase) -> None:
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0.005)
            beats += 1

    beating = asyncio.create_task(beat())
    for verb in (db.read, db.write):
        beats = 0
        await verb(lambda tx: tx.run("SELECT count(*) FROM range(30000000) WHERE sin(range) > 2"))
        assert beats > 5
    beating.cancel()
