"""Booking what a generation cost, in the transaction of its ending.

Each function is given the generation as it is in that transaction. What comes late never fails:
a result after a release is settled, because the money is gone, and one after an administrator's
settlement corrects it where the gateway told the cost.
"""

from datetime import datetime, timedelta

from app.db import Tx
from app.generation import repository
from app.generation.model import Cost, Generation
from app.money import ZERO, Micros
from app.usage import ledger

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
    enter(tx, generation, cost, now, gateway_id=gateway_id)
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


def enter(
    tx: Tx, generation: Generation, cost: Cost, now: datetime, *, gateway_id: str | None
) -> None:
    """Into the books, once. The row of the generation is the caller's to write."""
    reason = _because(generation, f"cost {cost.source}")
    ledger.settle(tx, generation.account, cost.amount, now, reason=reason)
    if cost.source == "computed" and gateway_id is not None:
        tx.run(
            "INSERT INTO cost_checks VALUES ($id, $gateway_id, $due_at, 0)",
            id=generation.id,
            gateway_id=gateway_id,
            due_at=now + FIRST_CHECK,
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
