"""Changes that come in crowds are one change together, and each has its own answer."""

import asyncio
from collections.abc import Awaitable, Sequence
from functools import partial
from typing import Any

import pytest

from app.db import DuplicateKey, Tx
from app.db.duck import DuckDatabase
from app.errors import Conflict
from tests.db import bank
from tests.db.conftest import Gate

Book = list[list[int]]


class Notes:
    """Writes notes for many, and remembers how many it was given at once."""

    def __init__(self) -> None:
        self.crowds: Book = []

    def note_each(self, tx: Tx, numbers: Sequence[int]) -> list[int]:
        self.crowds.append(list(numbers))
        for number in numbers:
            if number < 0:
                raise Conflict("There is no such number.")
            bank.note(tx, number)
        return [10 * number for number in numbers]


async def together(db: DuckDatabase, gate: Gate, *asking: Awaitable[Any]) -> list[Any]:
    """What became of these when they waited together for their turn."""
    holding = asyncio.create_task(db.write(gate.wait))
    await asyncio.to_thread(gate.wait_until_reached)
    waiting = asyncio.gather(*asking, return_exceptions=True)
    await asyncio.sleep(0)
    gate.open()
    await holding
    return await waiting


async def test_a_crowd_is_one_call_and_each_of_it_has_its_own_answer(
    db: DuckDatabase, gate: Gate
) -> None:
    notes = Notes()
    asked = [db.write_each(notes.note_each, number) for number in range(30)]
    assert await together(db, gate, *asked) == [10 * number for number in range(30)]
    assert notes.crowds == [list(range(30))]
    assert await db.read(bank.notes) == list(range(30))


async def test_one_that_fails_fails_alone(db: DuckDatabase, gate: Gate) -> None:
    notes = Notes()
    asked = [db.write_each(notes.note_each, number) for number in (1, -2, 3)]
    first, refused, last = await together(db, gate, *asked)
    assert (first, last) == (10, 30)
    assert isinstance(refused, Conflict)
    assert notes.crowds == [[1, -2, 3], [1], [-2], [3]]
    assert await db.read(bank.notes) == [1, 3]


async def test_the_fault_of_another_change_does_not_touch_a_crowd(
    db: DuckDatabase, gate: Gate
) -> None:
    await db.write(bank.open_account, 7)
    notes = Notes()
    first, duplicate, second = await together(
        db,
        gate,
        db.write_each(notes.note_each, 1),
        db.write(bank.open_account, 7),
        db.write_each(notes.note_each, 2),
    )
    assert (first, second) == (10, 20)
    assert isinstance(duplicate, DuplicateKey)
    assert await db.read(bank.notes) == [1, 2]


async def test_what_was_asked_for_before_one_of_a_crowd_has_happened_when_it_runs(
    db: DuckDatabase, gate: Gate
) -> None:
    def clear_each(tx: Tx, numbers: Sequence[int]) -> list[int]:
        seen = set(bank.notes(tx))
        tx.run("DELETE FROM notes")
        return [number in seen for number in numbers]

    asked = [
        each
        for number in range(5)
        for each in (db.write(bank.note, number), db.write_each(clear_each, number))
    ]
    assert await together(db, gate, *asked) == [0, True, 1, True, 2, True, 3, True, 4, True]
    assert await db.read(bank.notes) == []


async def test_crowds_of_different_kinds_are_not_mixed(db: DuckDatabase, gate: Gate) -> None:
    some, others = Notes(), Notes()
    asked = [
        db.write_each((some if number % 2 else others).note_each, number) for number in range(6)
    ]
    assert await together(db, gate, *asked) == [0, 10, 20, 30, 40, 50]
    assert (some.crowds, others.crowds) == ([[1, 3, 5]], [[0, 2, 4]])


async def test_a_crowd_that_does_not_answer_for_each_is_a_bug_and_nothing_is_written(
    db: DuckDatabase, gate: Gate
) -> None:
    def forgets_one(tx: Tx, numbers: Sequence[int]) -> list[int]:
        for number in numbers:
            bank.note(tx, number)
        return []

    asked = [db.write_each(forgets_one, number) for number in (1, 2)]
    assert all(isinstance(each, ValueError) for each in await together(db, gate, *asked))
    assert await db.read(bank.notes) == []


async def test_one_that_is_cancelled_before_its_turn_is_not_of_the_crowd(
    db: DuckDatabase, gate: Gate
) -> None:
    notes = Notes()
    holding = asyncio.create_task(db.write(gate.wait))
    await asyncio.to_thread(gate.wait_until_reached)
    ask = partial(db.write_each, notes.note_each)
    first, gone, last = (asyncio.create_task(ask(number)) for number in (1, 2, 3))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.wait({gone})
    gate.open()
    assert await asyncio.gather(holding, first, last) == [None, 10, 30]
    assert notes.crowds == [[1, 3]]


@pytest.mark.parametrize("count", [1, 2])
async def test_a_crowd_can_neither_await_nor_yield(
    db: DuckDatabase, gate: Gate, count: int
) -> None:
    def yields(tx: Tx, numbers: Sequence[int]) -> Any:
        yield bank.note(tx, numbers[0])

    asked = [db.write_each(yields, number) for number in range(count)]
    assert all(isinstance(each, TypeError) for each in await together(db, gate, *asked))
    assert await db.read(bank.notes) == []
