"""Booking what a generation cost, in the transaction of its ending."""

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
    cost: Micros,
    source: CostSource,
    now: datetime,
    *,
    gateway_id: str | None,
) -> None:
    """It cost this. What we computed ourselves is asked after at the gateway, and corrected."""
    ledger.settle(tx, generation.account, cost, now, reason=f"cost {source}")
    repository.set_cost(tx, generation.id, cost, source)
    if source == "computed" and gateway_id is not None:
        tx.run(
            "INSERT INTO cost_checks VALUES ($id, $gateway_id, $due_at, 0)",
            id=generation.id,
            gateway_id=gateway_id,
            due_at=now + FIRST_CHECK,
        )


def release(tx: Tx, generation: Generation, now: datetime, *, reason: str) -> None:
    """It cost nothing."""
    ledger.release(tx, generation.account, now, reason=reason)
    repository.set_cost(tx, generation.id, ZERO, "gateway")
