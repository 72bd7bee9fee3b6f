"""What all tables together tell, in numbers: for administrators and metrics."""

from dataclasses import dataclass

from app.catalog.model import Kind
from app.db import Tx
from app.money import Micros


@dataclass(frozen=True, slots=True)
class Totals:
    """`generations` by kind and state, `ledger` the sum of all amounts by kind of movement."""

    generations: dict[tuple[str, str], int]
    ledger: dict[str, Micros]
    held: Micros
    spent: Micros
    media_files: int
    media_bytes: int
    users: dict[str, int]

    def in_state(self, state: str) -> int:
        """Images and videos in this state; of texts there is no queue."""
        found = self.generations.items()
        return sum(n for (kind, each), n in found if each == state and kind != Kind.TEXT)


def totals(tx: Tx) -> Totals:
    """As they stand in this transaction."""
    [money] = tx.rows("SELECT coalesce(sum(spent_micros), 0)::BIGINT AS spent FROM ledger")
    [held] = tx.rows("SELECT coalesce(sum(held_micros), 0)::BIGINT AS held FROM holds")
    [media] = tx.rows("SELECT count(*) AS n, coalesce(sum(bytes), 0)::BIGINT AS bytes FROM media")
    generations = tx.rows("SELECT kind, state, count(*) AS n FROM generations GROUP BY kind, state")
    ledger = tx.rows("SELECT kind, sum(amount_micros)::BIGINT AS amount FROM ledger GROUP BY kind")
    users = tx.rows("SELECT state, count(*) AS n FROM users GROUP BY state")
    return Totals(
        {(row["kind"], row["state"]): row["n"] for row in generations},
        {row["kind"]: Micros(row["amount"]) for row in ledger},
        Micros(held["held"]),
        Micros(money["spent"]),
        media["n"],
        media["bytes"],
        {row["state"]: row["n"] for row in users},
    )
