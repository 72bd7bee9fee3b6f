"""Booking what a generation cost, in the transaction of its ending.

Each function is given the generation as it is in that transaction. What comes late never fails:
a result after a release is settled, because the money is gone, and one after an administrator's
settlement corrects it where the gateway told the cost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.db import Tx
from app.generation import repository
from app.generation.model import Cost, Generation
from app.money import ZERO, Micros
from app.usage import ledger
from app.usage.ledger import Settlement

FIRST_CHECK = timedelta(minutes=1)
"""The gateway tells a cost afterwards, but not for minutes."""

NOTHING = Cost(ZERO, "gateway")
"""Of what certainly never began."""


def settle(
    tx: Tx,
    generation: Generation,
    told: Micros | None,
    now: datetime,
    *,
    gateway_id: str | None,
) -> None:
    """It cost what `cost_of` says. Whatever the gateway did not tell is asked after under
    `gateway_id`."""
    if generation.cost is not None and ledger.balance(tx, generation.id).settled:
        if told is not None:
            correct(tx, generation, told, now, reason="the gateway told the cost with its result")
        return
    cost = cost_of(tx, generation, told)
    enter(tx, [Entry(generation, cost, now, gateway_id)])
    repository.set_cost(tx, generation.id, cost)


def cost_of(
    tx: Tx, generation: Generation, told: Micros | None, computed: Micros | None = None
) -> Cost:
    """What the gateway told, else what we `computed`, else its quote, else its hold."""
    if told is not None:
        return Cost(told, "gateway")
    guess = generation.expected if computed is None else computed
    if guess is None:
        guess = ledger.balance(tx, generation.id).held
    return Cost(guess, "computed")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a generation did cost. What the gateway did not tell is asked after under
    `gateway_id`."""

    generation: Generation
    cost: Cost
    at: datetime
    gateway_id: str | None

    @property
    def settlement(self) -> Settlement:
        reason = _because(self.generation, f"cost {self.cost.source}")
        return Settlement(self.generation.account, self.cost.amount, self.at, reason)


def enter(tx: Tx, entries: Sequence[Entry]) -> None:
    """Into the books, once. The rows of the generations are the caller's to write."""
    ledger.settle_all(tx, [each.settlement for each in entries])
    for each in entries:
        if each.cost.source == "computed" and each.gateway_id is not None:
            tx.add(
                "cost_checks",
                generation_id=each.generation.id,
                gateway_id=each.gateway_id,
                due_at=each.at + FIRST_CHECK,
                tries=0,
            )


def release(tx: Tx, generation: Generation, now: datetime, *, reason: str) -> None:
    """It cost nothing. What was booked before stays booked."""
    if generation.cost is None:
        ledger.release(tx, generation.account, now, reason=reason)
        repository.set_cost(tx, generation.id, NOTHING)


def correct(tx: Tx, generation: Generation, cost: Micros, now: datetime, *, reason: str) -> None:
    """It was settled, and this is what it did cost."""
    ledger.adjust(tx, generation.account, cost, now, reason=_because(generation, reason))
    repository.set_cost(tx, generation.id, Cost(cost, "gateway"))
    tx.run("DELETE FROM cost_checks WHERE generation_id = $id", id=generation.id)


def _because(generation: Generation, reason: str) -> str:
    """With what an administrator said, if it is their doing."""
    asked = generation.asked_again
    return f"{reason}; asked for again: {asked.why}" if asked else reason
