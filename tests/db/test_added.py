"""Rows that are added go into their table together, which only takes less time."""

import asyncio
from collections.abc import Generator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID

import duckdb
import pytest

from app.db import DuplicateKey, Next, Tx
from app.db.duck import DuckDatabase
from app.db.transaction import DuckTx
from tests.db import bank
from tests.db.conftest import Gate, opened
from tests.db.test_writer import outcomes

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


def furnish(tx: Tx) -> None:
    tx.run("CREATE SEQUENCE changes")
    tx.run(
        """
        CREATE TABLE things (
            id UUID PRIMARY KEY, name TEXT NOT NULL, notes JSON, "at" TIMESTAMPTZ, price BIGINT,
            tags TEXT[], kept BOOLEAN DEFAULT true, changed BIGINT NOT NULL)
        """
    )


def thing(number: int, **more: object) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": str(UUID(int=number)),
        "name": f"Number {number}, with 'quotes' and $name",
        "notes": None if number % 3 else '{"a": [1, "b"]}',
        "at": NOON + timedelta(hours=number) if number % 2 else None,
        "price": number * 10**12 if number % 5 else None,
        "tags": ["x", "y"][: number % 3],
    }
    return row | more


def add(tx: Tx, *numbers: int) -> None:
    for number in numbers:
        tx.add("things", **thing(number), changed=Next("changes"))


def add_one(tx: Tx, number: int) -> None:
    add(tx, number)


@pytest.fixture
def house(tmp_path: Path) -> Generator[DuckDatabase]:
    with opened(tmp_path / "house.duckdb") as database:
        database.write_now(furnish)
        database.write_now(bank.found)
        yield database


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was run, as it is run."""
    run: list[str] = []
    inner = DuckTx._execute  # pyright: ignore[reportPrivateUsage]

    def execute(tx: DuckTx, sql: str, values: dict[str, object]) -> Any:
        run.append(" ".join(sql.split()))
        return inner(tx, sql, values)

    monkeypatch.setattr(DuckTx, "_execute", execute)
    return run


@pytest.mark.parametrize("numbers", [[1], [1, 2], list(range(1, 40))])
def test_rows_arrive_whole_and_in_order_each_with_its_own_number_of_a_sequence(
    house: DuckDatabase, numbers: list[int]
) -> None:
    house.write_now(lambda tx: add(tx, *numbers))
    rows = house.read_now(lambda tx: tx.rows("SELECT * FROM things"))
    expected = [thing(each, kept=True, changed=place) for place, each in enumerate(numbers, 1)]
    assert rows == expected


async def test_rows_of_many_changes_are_one_statement(
    house: DuckDatabase, gate: Gate, statements: list[str]
) -> None:
    await outcomes(house, gate, *(partial(add_one, number=each) for each in range(20)))
    assert len([each for each in statements if each.startswith("INSERT INTO things")]) == 1
    assert await house.read(lambda tx: len(tx.rows("SELECT id FROM things"))) == 20


QUESTIONS: list[LiteralString] = [
    "SELECT * FROM things",
    "select * from THINGS",
    "WITH found AS MATERIALIZED (SELECT * FROM things) SELECT * FROM found",
    "DELETE FROM things RETURNING *",
    "UPDATE things SET kept = false RETURNING *",
    "SELECT * FROM (VALUES (1)) AS one, things",
    "FROM things",
    "-- a word before\nSELECT * FROM things",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_statement_finds_what_was_added_before_it(
    house: DuckDatabase, question: LiteralString
) -> None:
    def add_and_ask(tx: Tx) -> int:
        add(tx, 1, 2)
        first = len(tx.rows(question))
        add(tx, 3)
        return first

    assert house.write_now(add_and_ask) == 2


def test_a_statement_about_other_tables_does_not_hurry_it(
    house: DuckDatabase, statements: list[str]
) -> None:
    def work(tx: Tx) -> None:
        add(tx, 1)
        bank.note(tx, 1)
        add(tx, 2)

    house.write_now(work)
    assert [each.split(" (")[0] for each in statements if each.startswith("INSERT")] == [
        "INSERT INTO notes VALUES",
        "INSERT INTO things",
    ]


async def test_a_row_that_cannot_be_inserted_fails_whoever_added_it_and_nobody_else(
    house: DuckDatabase, gate: Gate
) -> None:
    await house.write(lambda tx: add(tx, 7))

    def nameless(tx: Tx) -> None:
        tx.add("things", **thing(9, name=None), changed=Next("changes"))

    def nowhere(tx: Tx) -> None:
        tx.add("nothing", id=1)
        tx.add("nothing", id=2)

    first, again, broken, lost, looking, second = await outcomes(
        house,
        gate,
        lambda tx: add(tx, 1),
        lambda tx: add(tx, 7),
        nameless,
        nowhere,
        lambda tx: tx.rows("SELECT id FROM things ORDER BY id"),
        lambda tx: add(tx, 2),
    )
    assert (first, second) == (None, None)
    assert isinstance(again, DuplicateKey)
    assert isinstance(broken, duckdb.ConstraintException)
    assert isinstance(lost, Exception)
    assert [row["id"] for row in looking] == [str(UUID(int=each)) for each in (1, 7)]
    assert await house.read(lambda tx: len(tx.rows("SELECT id FROM things"))) == 3


def test_rows_that_fit_nowhere_fail_the_change_even_when_it_swallows_the_error(
    house: DuckDatabase,
) -> None:
    def swallows(tx: Tx) -> None:
        add(tx, 1)
        for _ in range(2):
            tx.add("things", colour="red")
        with suppress(Exception):
            tx.rows("SELECT id FROM things")

    with pytest.raises(KeyError, match="colour"):
        house.write_now(swallows)
    assert house.read_now(lambda tx: tx.rows("SELECT id FROM things")) == []


def test_nothing_is_left_of_a_change_that_fails_after_it_added(house: DuckDatabase) -> None:
    def fails(tx: Tx) -> None:
        add(tx, 1)
        raise LookupError

    with pytest.raises(LookupError):
        house.write_now(fails)
    house.write_now(lambda tx: add(tx, 2))
    rows = house.read_now(lambda tx: tx.rows("SELECT id FROM things"))
    assert [row["id"] for row in rows] == [str(UUID(int=2))]


def test_what_is_remembered_knows_what_was_added(house: DuckDatabase) -> None:
    def work(tx: Tx) -> list[object]:
        tx.run("CREATE TABLE tiers (name TEXT)")
        seen: list[object] = []
        for name in ("free", "gold"):
            tx.add("tiers", name=name)
            seen.append(len(tx.remembered("SELECT name FROM tiers")))
        return seen

    assert house.write_now(work) == [1, 2]


def test_who_only_reads_adds_nothing(house: DuckDatabase) -> None:
    with pytest.raises(duckdb.Error):
        house.read_now(lambda tx: add(tx, 1))
    kept: list[Tx] = []
    house.write_now(kept.append)
    with pytest.raises(RuntimeError, match="has ended"):
        add(kept[0], 1)


async def test_a_table_that_has_changed_its_shape_is_looked_at_anew(house: DuckDatabase) -> None:
    await house.write(lambda tx: add(tx, 1, 2))
    await house.write(lambda tx: tx.run("ALTER TABLE things ADD COLUMN mood TEXT"))

    def add_in_good_mood(tx: Tx, number: int) -> None:
        tx.add("things", **thing(number), mood="good", changed=Next("changes"))

    await asyncio.gather(*(house.write(add_in_good_mood, each) for each in range(3, 9)))
    moods = await house.read(lambda tx: tx.rows("SELECT mood FROM things ORDER BY id"))
    assert [row["mood"] for row in moods] == [None] * 2 + ["good"] * 6
