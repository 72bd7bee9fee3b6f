"""What the ledger says of a person, held against everything else that speaks of money."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.db import Row, Tx
from app.usage import ledger
from tests.studio import Person, Studio


@dataclass(frozen=True)
class Books:
    spent: int
    held: int


async def books(studio: Studio, person: Person) -> Books:
    """What was spent and is held, by the ledger: which agrees with the page and every row."""
    entries, generations = await studio.db.read(_of_user, person.user["id"])
    for each in generations:
        await _check(studio, each, [one for one in entries if one["generation_id"] == each["id"]])
    spent = sum(each["spent_micros"] for each in entries)
    held = sum(each["held_micros"] for each in entries)
    month = await person.usage("month")
    assert (month["spent_micros"], month["held_micros"]) == (spent, held)
    return Books(spent, held)


async def _check(studio: Studio, generation: Row, entries: Sequence[Row]) -> None:
    kinds = [each["kind"] for each in entries]
    assert kinds[0] == "hold"
    assert kinds.count("hold") == 1
    assert kinds.count("settle") <= 1
    assert kinds.count("release") <= 1
    balance = await studio.db.read(ledger.balance, generation["id"])
    assert balance.spent == (generation["cost_micros"] or 0)
    booked = balance.settled or balance.released
    assert balance.held == (0 if booked else entries[0]["amount_micros"])
    assert booked or generation["state"] not in ("succeeded", "failed", "interrupted")


def _of_user(tx: Tx, user_id: str) -> tuple[list[Row], list[Row]]:
    entries = tx.rows("SELECT * FROM ledger WHERE user_id = $id ORDER BY id", id=user_id)
    generations = tx.rows("SELECT * FROM generations WHERE user_id = $id", id=user_id)
    return entries, generations
