"""What an administrator decides about a generation whose fate nobody could learn.

Its money is on hold. Deciding ends it, once, with a reason that stays in the ledger beside the
name of who decided. Should its result arrive after all, it is delivered all the same.
"""

from dataclasses import replace
from datetime import datetime

from app.db import Tx
from app.errors import BadInput
from app.generation import finishing, queue, repository
from app.generation.model import Cost, Fault, Generation, State
from app.money import ZERO, Micros, show
from app.usage import ledger
from app.usage.ledger import Account, LedgerError

RELEASED = Fault(
    "released-by-admin",
    "We never learnt what became of this. An administrator has given the money back.",
    retryable=True,
)


def settle_unknown(
    tx: Tx, generation_id: str, amount: Micros, reason: str, *, actor: str, now: datetime
) -> None:
    """It cost `amount`, says the administrator `actor`. LedgerError (409) if decided before."""
    generation = _undecided(tx, generation_id)
    ledger.settle(tx, _decided_by(actor, generation), amount, now, reason=_why(reason))
    told = Fault(
        "settled-by-admin",
        f"We never learnt what became of this. An administrator has booked {show(amount)} for it.",
        charged="yes" if amount else "no",
    )
    _end(tx, generation, amount, told, now)


def release_unknown(tx: Tx, generation_id: str, reason: str, *, actor: str, now: datetime) -> None:
    """It cost nothing, says the administrator `actor`. LedgerError (409) if decided before."""
    generation = _undecided(tx, generation_id)
    ledger.release(tx, _decided_by(actor, generation), now, reason=_why(reason))
    _end(tx, generation, ZERO, RELEASED, now)


def _undecided(tx: Tx, generation_id: str) -> Generation:
    generation = repository.of_id(tx, generation_id)
    if generation.state is not State.UNKNOWN:
        raise LedgerError("Only what is unknown can be settled or released, and only once.")
    return generation


def _decided_by(actor: str, generation: Generation) -> Account:
    return replace(generation.account, actor=actor)


def _why(reason: str) -> str:
    if not reason.strip():
        raise BadInput("Say why: it stays in the ledger.", field="reason")
    return reason.strip()


def _end(tx: Tx, generation: Generation, cost: Micros, told: Fault, now: datetime) -> None:
    finishing.finish(tx, generation, State.FAILED, now=now, error=told)
    # Not told by the gateway, so it is no more than our own word.
    repository.set_cost(tx, generation.id, Cost(cost, "computed"))
    queue.done(tx, generation.id)
