"""The ledger: money moves here and nowhere else, in the transaction of the state it belongs to.

A hold ends exactly once, by `settle` or by `release`. A result that arrives after its hold was
released is settled all the same, because the money is gone. Nothing is ever edited.
"""

from dataclasses import dataclass
from datetime import datetime

from app.clock import new_id
from app.db import Row, Tx
from app.errors import AppError
from app.money import ZERO, Micros

SYSTEM = "system"


class LedgerError(AppError):
    """A movement the ledger refuses, such as a second settle. A bug, or an admin too late."""

    status, code, title = 409, "ledger-conflict", "This was already settled or released"


@dataclass(frozen=True)
class Account:
    """Whom a movement belongs to, and why it happens."""

    generation_id: str
    user_id: str
    key_id: str | None = None
    actor: str = SYSTEM
    price_version: str | None = None


@dataclass(frozen=True)
class Balance:
    """What the ledger says of one generation."""

    held: Micros
    spent: Micros
    settled: bool
    released: bool


def balance(tx: Tx, generation_id: str) -> Balance:
    row = (
        tx.row(
            """
        SELECT coalesce(sum(held_micros), 0)::BIGINT AS held,
               coalesce(sum(spent_micros), 0)::BIGINT AS spent,
               count(*) FILTER (WHERE kind = 'settle') AS settles,
               count(*) FILTER (WHERE kind = 'release') AS releases
          FROM ledger
         WHERE generation_id = $generation_id
        """,
            generation_id=generation_id,
        )
        or {}
    )
    return Balance(
        Micros(row["held"]), Micros(row["spent"]), row["settles"] > 0, row["releases"] > 0
    )


def hold(tx: Tx, account: Account, amount: Micros, now: datetime, *, reason: str) -> None:
    """Set `amount` aside. Budgets are checked before, in the same transaction."""
    _append(tx, account, "hold", amount, held=amount, spent=ZERO, reason=reason, now=now)


def settle(tx: Tx, account: Account, cost: Micros, now: datetime, *, reason: str) -> None:
    """Book the real cost, once, and end the hold. Raises LedgerError the second time."""
    if cost < 0:
        raise LedgerError("A cost is never below zero.")
    before = balance(tx, account.generation_id)
    if before.settled:
        raise LedgerError
    held = Micros(-before.held)
    _append(tx, account, "settle", cost, held=held, spent=cost, reason=reason, now=now)


def release(tx: Tx, account: Account, now: datetime, *, reason: str) -> Micros:
    """Give back what is still held, once; returns how much. Raises LedgerError when ended."""
    before = balance(tx, account.generation_id)
    if before.settled or before.released:
        raise LedgerError
    back = before.held
    _append(tx, account, "release", back, held=Micros(-back), spent=ZERO, reason=reason, now=now)
    return back


def adjust(tx: Tx, account: Account, to: Micros, now: datetime, *, reason: str) -> Micros:
    """Correct a settled cost to `to`; returns the difference. Nothing is written when equal."""
    before = balance(tx, account.generation_id)
    if not before.settled or to < 0:
        raise LedgerError("Only a settled cost can be corrected.")
    difference = Micros(to - before.spent)
    if difference:
        _append(
            tx, account, "adjust", difference, held=ZERO, spent=difference, reason=reason, now=now
        )
    return difference


def held_of_user(tx: Tx, user_id: str) -> Micros:
    """What is set aside for this person's unfinished generations."""
    row = tx.row(
        "SELECT coalesce(sum(held_micros), 0)::BIGINT AS held FROM ledger WHERE user_id = $user_id",
        user_id=user_id,
    )
    return Micros(row["held"]) if row else ZERO


def spent_since(tx: Tx, user_id: str, since: datetime) -> Micros:
    row = tx.row(
        """
        SELECT coalesce(sum(spent_micros), 0)::BIGINT AS spent
          FROM ledger
         WHERE user_id = $user_id AND created_at >= $since
        """,
        user_id=user_id,
        since=since,
    )
    return Micros(row["spent"]) if row else ZERO


def entries(
    tx: Tx, *, generation_id: str | None, user_id: str | None, before: str | None, limit: int
) -> list[Row]:
    """The newest movements first, for administrators. `before` is the id of the last one seen."""
    return tx.rows(
        """
        SELECT id, generation_id, user_id, key_id, kind, amount_micros, reason, actor,
               price_version, created_at
          FROM ledger
         WHERE ($generation_id IS NULL OR generation_id = $generation_id)
           AND ($user_id IS NULL OR user_id = $user_id)
           AND ($before IS NULL OR id < $before)
         ORDER BY id DESC
         LIMIT $limit
        """,
        generation_id=generation_id,
        user_id=user_id,
        before=before,
        limit=limit,
    )


def _append(
    tx: Tx,
    account: Account,
    kind: str,
    amount: Micros,
    *,
    held: Micros,
    spent: Micros,
    reason: str,
    now: datetime,
) -> None:
    tx.run(
        """
        INSERT INTO ledger VALUES ($id, $generation_id, $user_id, $key_id, $kind, $amount,
                                   $held, $spent, $reason, $actor, $price_version, $now)
        """,
        id=new_id(),
        generation_id=account.generation_id,
        user_id=account.user_id,
        key_id=account.key_id,
        kind=kind,
        amount=amount,
        held=held,
        spent=spent,
        reason=reason,
        actor=account.actor,
        price_version=account.price_version,
        now=now,
    )
