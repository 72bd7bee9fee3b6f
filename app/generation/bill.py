"""Booking what a generation cost, in the transaction of its ending.

Each function is given the generation as it is in that transaction. What comes late never fails:
a result after a release is settled, because the money is gone, and one after an administrator's
settlement corrects it where the gateway told the cost.
"""

from datetime import datetime, timedelta

from app.db import Tx
from app.generation import repository
from app.generation.model import CostSource, Generation
from app.money import ZERO, Micros
from app.usage import ledger

FIRST_CHECK = timedelta(minutes=1)
"""The gateway tells a cost afterwards, but not for minutes."""


def settle(
    tx: Tx,
    generation: Generation,
    cost: Micros | None,
    now: datetime,
    *,
    computed: Micros | None = None,
    gateway_id: str | None,
) -> None:
    """It cost what the gateway told, else what we `computed`, else its quote, else its hold.

    Whatever the gateway did not tell is marked so, and asked after under `gateway_id`.
    """
    if generation.cost is not None and ledger.balance(tx, generation.id).settled:
        if cost is not None:
            correct(tx, generation, cost, now, reason="the gateway told the cost with its result")
        return
    if cost is not None:
        _settle(tx, generation, cost, "gateway", now)
        return
    guess = generation.expected if computed is None else computed
    if guess is None:
        guess = ledger.balance(tx, generation.id).held
    _settle(tx, generation, guess, "computed", now)
    if gateway_id is not None:
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
        repository.set_cost(tx, generation.id, ZERO, "gateway")


def correct(tx: Tx, generation: Generation, cost: Micros, now: datetime, *, reason: str) -> None:
    """It was settled, and this is what it did cost."""
    ledger.adjust(tx, generation.account, cost, now, reason=_because(generation, reason))
    repository.set_cost(tx, generation.id, cost, "gateway")
    tx.run("DELETE FROM cost_checks WHERE generation_id = $id", id=generation.id)


def _settle(
    tx: Tx, generation: Generation, cost: Micros, source: CostSource, now: datetime
) -> None:
    reason = _because(generation, f"cost {source}")
    ledger.settle(tx, generation.account, cost, now, reason=reason)
    repository.set_cost(tx, generation.id, cost, source)


def _because(generation: Generation, reason: str) -> str:
    """With what an administrator said, if it is their doing."""
    asked = generation.asked_again
    return f"{reason}; asked for again: {asked.why}" if asked else reason
