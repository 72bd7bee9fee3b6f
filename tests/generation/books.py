"""What the ledger says of a person, held against everything else that speaks of money."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.db import Row, Tx
from app.usage import ledger
from tests.studio import Json, Person, Studio


@dataclass(frozen=True)
class Books:
    spent: int
    held: int


async def books(studio: Studio, person: Person) -> Books:
    """What was spent and is held, by the ledger: which agrees with the page and every row."""
    entries, generations, month = await _at_one_moment(studio, person)
    for each in generations:
        _check(each, [one for one in entries if one["generation_id"] == each["id"]])
    begins = studio.clock().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    of_month = [one for one in entries if one["counts_at"] >= begins]
    assert month["spent_micros"] == _sum(of_month, "spent")
    assert month["held_micros"] == _sum(entries, "held")
    return Books(_sum(entries, "spent"), _sum(entries, "held"))


async def books_of_one(studio: Studio, generation_id: str) -> Books:
    """What one generation cost and still holds, by the ledger."""
    balance = await studio.db.read(ledger.balance, generation_id)
    return Books(balance.spent, balance.held)


async def _at_one_moment(studio: Studio, person: Person) -> tuple[list[Row], list[Row], Json]:
    """Rows and page, without a correction of an earlier cost between looking at both."""
    while True:
        before = await studio.db.read(_of_user, person.user["id"])
        month = await person.usage("month")
        if await studio.db.read(_of_user, person.user["id"]) == before:
            return *before, month


def _check(generation: Row, entries: Sequence[Row]) -> None:
    kinds = [each["kind"] for each in entries]
    assert kinds[0] == "hold"
    assert kinds.count("hold") == 1
    assert kinds.count("settle") <= 1
    assert kinds.count("release") <= 1
    assert _sum(entries, "spent") == (generation["cost_micros"] or 0)
    booked = "settle" in kinds or "release" in kinds
    assert _sum(entries, "held") == (0 if booked else entries[0]["amount_micros"])
    assert booked or generation["state"] not in ("succeeded", "failed", "interrupted")


def _sum(entries: Sequence[Row], what: str) -> int:
    return sum(each[f"{what}_micros"] for each in entries)


def _of_user(tx: Tx, user_id: str) -> tuple[list[Row], list[Row]]:
    entries = tx.rows("SELECT * FROM ledger WHERE user_id = $id ORDER BY id", id=user_id)
    generations = tx.rows("SELECT * FROM generations WHERE user_id = $id", id=user_id)
    return entries, generations
