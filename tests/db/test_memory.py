"""What the writer remembers is always what it would read."""

import asyncio
from collections.abc import Callable, Generator
from pathlib import Path
from typing import LiteralString

import duckdb
import pytest

from app.db import Tx
from app.db.duck import DuckDatabase
from app.db.memory import Memory
from app.db.transaction import in_transaction
from tests.db.conftest import opened

ASKED: LiteralString = "SELECT name, limited FROM tiers ORDER BY name"
BEFORE = [{"name": "free", "limited": 1}]


def ask(tx: Tx) -> list[dict[str, object]]:
    return tx.remembered(ASKED)


def furnish(tx: Tx) -> None:
    tx.run("CREATE TABLE tiers (name TEXT, limited INTEGER)")
    tx.run("CREATE TABLE things (name TEXT)")
    tx.run("INSERT INTO tiers VALUES ('free', 1)")


@pytest.fixture
def house(tmp_path: Path) -> Generator[DuckDatabase]:
    with opened(tmp_path / "house.duckdb") as database:
        database.write_now(furnish)
        assert database.write_now(ask) == BEFORE
        yield database


def test_what_is_remembered_is_not_read_again() -> None:
    cursor, memory = duckdb.connect(), Memory()
    in_transaction(cursor, furnish, memory=memory)
    in_transaction(cursor, ask, memory=memory)
    # Behind the back of the memory, as nobody in the house can.
    cursor.execute("UPDATE tiers SET limited = 2")
    assert in_transaction(cursor, ask, memory=memory) == BEFORE
    memory.forget()
    assert in_transaction(cursor, ask, memory=memory) == [{"name": "free", "limited": 2}]


CHANGES: list[LiteralString] = [
    "UPDATE tiers SET limited = 2",
    "update TIERS set limited = 2",
    "DELETE FROM tiers",
    "INSERT INTO tiers VALUES ('gold', 5)",
    "WITH more AS (SELECT 'gold' AS name, 5 AS limited) INSERT INTO tiers SELECT * FROM more",
    "TRUNCATE tiers",
    "ALTER TABLE tiers ADD COLUMN colour TEXT",
    "-- a word before\nUPDATE tiers SET limited = 3",
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_known_at_once_in_its_own_transaction_and_after(
    house: DuckDatabase, change: LiteralString
) -> None:
    def change_and_ask(tx: Tx) -> None:
        ask(tx)
        tx.run(change)
        assert ask(tx) == tx.rows(ASKED)

    house.write_now(change_and_ask)
    assert house.write_now(ask) == house.read_now(lambda tx: tx.rows(ASKED))


def test_a_change_that_is_taken_back_is_forgotten(house: DuckDatabase) -> None:
    def change_in_vain(tx: Tx) -> None:
        tx.run("UPDATE tiers SET limited = 2")
        assert ask(tx) != BEFORE
        raise LookupError

    with pytest.raises(LookupError):
        house.write_now(change_in_vain)
    assert house.write_now(ask) == BEFORE


async def test_changes_that_are_committed_together_know_of_each_other(
    house: DuckDatabase,
) -> None:
    def raised(by: int) -> Callable[[Tx], list[dict[str, object]]]:
        def change(tx: Tx) -> list[dict[str, object]]:
            tx.run("UPDATE tiers SET limited = limited + $by", by=by)
            return ask(tx)

        return change

    answers = await asyncio.gather(*(house.write(raised(by)) for by in (1, 10, 100)))
    assert [answer[0]["limited"] for answer in answers] == [2, 12, 112]


def test_what_is_handed_out_can_be_changed_without_harm(house: DuckDatabase) -> None:
    house.write_now(ask)[0]["limited"] = 99
    assert house.write_now(ask) == BEFORE


def test_only_steady_tables_are_remembered(house: DuckDatabase) -> None:
    wrong: list[LiteralString] = [
        "SELECT * FROM things",
        "SELECT * FROM tiers, things",
        "SELECT * FROM tiers JOIN things USING (name)",
        "SELECT * FROM tiers WHERE name IN (SELECT name FROM things)",
        "SELECT 1",
    ]
    for sql in wrong:
        with pytest.raises(ValueError, match="steady"):
            house.write_now(lambda tx, sql=sql: tx.remembered(sql))


async def test_a_reader_remembers_nothing(house: DuckDatabase) -> None:
    assert await house.read(ask) == BEFORE
    house.write_now(lambda tx: tx.run("UPDATE tiers SET limited = 2"))
    assert await house.read(ask) == [{"name": "free", "limited": 2}]
