"""Texts that end together end just as they would have ended alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from app.catalog.model import Kind
from app.catalog.service import Catalogue
from app.clock import new_id
from app.db import Row, Tx
from app.db.duck import DuckDatabase
from app.errors import NotFound
from app.gateway.client import Gateway
from app.gateway.model import Answered, ToolCall, Usage
from app.generation import answers, faults
from app.generation.ending import Ended, Endings, TextEnding
from app.generation.model import Generation, State
from app.money import Micros
from app.usage.verify import verify
from tests.clocks import TurnableClock
from tests.usage.money import CENT, DIME, book, order
from tests.usage.test_verify import KEEPER

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
LATER = NOON + timedelta(seconds=5)
CLOCK = TurnableClock()
# Knows no prices, so that what the gateway does not tell is booked at its quote.
NOBODY = Gateway(httpx.AsyncClient(), "http://nobody.invalid", None, clock=CLOCK)
WHO = Answered("m", "gen-1", None)

ENDINGS = [
    TextEnding(State.SUCCEEDED, usage=Usage(cost=CENT), answered=WHO, text="Ahoy", events=4),
    TextEnding(State.SUCCEEDED, usage=Usage(), answered=WHO, text="Without a cost"),
    TextEnding(State.INTERRUPTED, faults.OURS, gateway_id="gen-2", text="Half of"),
    TextEnding(State.CANCELLED, faults.STOPPED, reasoning="Hm"),
    TextEnding(State.FAILED, faults.OURS, free=True),
    TextEnding(State.FAILED, faults.OURS, usage=Usage(cost=Micros(0)), answered=WHO),
    TextEnding(
        State.SUCCEEDED,
        usage=Usage(cost=Micros(7), prompt_tokens=3, completion_tokens=2),
        answered=WHO,
        reason="tool_calls",
        tool_calls=(ToolCall("1", "look", "{}"),),
    ),
]


@pytest.fixture
def endings(books: DuckDatabase) -> Endings:
    return Endings(Catalogue(books, NOBODY, CLOCK))


def begin(tx: Tx, count: int) -> list[Generation]:
    """Texts with some of their answer in pieces."""
    user_id = new_id()
    begun = [book(tx, KEEPER, order(user_id, DIME, NOON, Kind.TEXT)) for _ in range(count)]
    answers.append_pieces(tx, [(each.id, 1, "Ah", "") for each in begun])
    return begun


TABLES = {
    "generations": "id",
    "ledger": "generation_id",
    "holds": "generation_id",
    "answers": "generation_id",
    "conversation_answers": "generation_id",
    "text_pieces": "generation_id",
    "cost_checks": "generation_id",
}


def left_of(tx: Tx, generation: Generation) -> dict[str, list[Row]]:
    """All that is written down of it, but for what names it."""
    own = {"id", "generation_id", "user_id", "changed"}
    found: dict[str, list[Row]] = {}
    for table, key in TABLES.items():
        # The names are those above.
        sql: Any = f"SELECT * FROM {table} WHERE {key} = $id ORDER BY ALL"
        rows = [
            {name: each for name, each in row.items() if name not in own}
            for row in tx.rows(sql, id=generation.id)
        ]
        found[table] = sorted(rows, key=str)
    return found


def test_each_is_written_down_as_if_it_had_ended_alone(
    books: DuckDatabase, endings: Endings
) -> None:
    def live(tx: Tx) -> None:
        alone, together = begin(tx, len(ENDINGS)), begin(tx, len(ENDINGS))
        told = [
            endings.write(tx, each.id, ending, LATER)
            for each, ending in zip(alone, ENDINGS, strict=True)
        ]
        asked = [Ended(each.id, end, LATER) for each, end in zip(together, ENDINGS, strict=True)]
        told_together = endings.write_each(tx, asked)
        for one, other in zip(told, told_together, strict=True):
            assert (one.answer, one.extra) == (other.answer, other.extra)
        for one, other in zip(alone, together, strict=True):
            assert left_of(tx, one) == left_of(tx, other)

    books.write_now(live)
    assert books.read_now(verify).differences == ()


def test_what_is_told_is_what_is_written_down(books: DuckDatabase, endings: Endings) -> None:
    def live(tx: Tx) -> None:
        begun = begin(tx, len(ENDINGS))
        asked = [Ended(each.id, end, LATER) for each, end in zip(begun, ENDINGS, strict=True)]
        told = endings.write_each(tx, asked)
        again = endings.write_each(tx, asked)
        for one, other in zip(told, again, strict=True):
            assert (one.answer, one.extra) == (other.answer, other.extra)
            seen = {"changed": 0, "gateway_id": one.generation.gateway_id}
            fields = Generation.__dataclass_fields__
            assert {name: getattr(one.generation, name) for name in fields} | seen == {
                name: getattr(other.generation, name) for name in fields
            } | seen

    books.write_now(live)


def test_the_second_ending_of_one_changes_nothing_not_even_beside_the_first(
    books: DuckDatabase, endings: Endings
) -> None:
    succeeded, cancelled = ENDINGS[0], ENDINGS[3]

    def live(tx: Tx) -> None:
        [before, ending, other] = begin(tx, 3)
        first = endings.write(tx, before.id, cancelled, LATER)
        entries = left_of(tx, before)
        told = endings.write_each(
            tx,
            [
                Ended(before.id, succeeded, LATER),
                Ended(ending.id, succeeded, LATER),
                Ended(other.id, succeeded, LATER),
                Ended(ending.id, cancelled, LATER),
            ],
        )
        assert told[0].answer == first.answer
        assert left_of(tx, before) == entries
        states = [each.generation.state for each in told]
        done = State.SUCCEEDED
        assert states == [State.CANCELLED, done, done, done]
        assert len(left_of(tx, ending)["ledger"]) == 2

    books.write_now(live)
    assert books.read_now(verify).differences == ()


def test_what_is_nowhere_fails_all_so_that_each_is_tried_alone(
    books: DuckDatabase, endings: Endings
) -> None:
    [begun] = books.write_now(lambda tx: begin(tx, 1))
    asked = [Ended(each, ENDINGS[0], LATER) for each in (begun.id, new_id())]
    with pytest.raises(NotFound):
        books.write_now(lambda tx: endings.write_each(tx, asked))
    told = books.write_now(lambda tx: endings.write(tx, begun.id, ENDINGS[0], LATER))
    assert told.generation.state is State.SUCCEEDED
