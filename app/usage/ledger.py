"""The ledger: money moves here and nowhere else, in the transaction of the state it belongs to.

A hold ends exactly once, by `settle` or by `release`. A result that arrives after its hold was
released is settled all the same, because the money is gone. Nothing is ever edited.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.clock import new_id
from app.db import Tx
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
    settled_at: datetime | None
    released: bool

    @property
    def settled(self) -> bool:
        return self.settled_at is not None


@dataclass(frozen=True)
class Standing:
    """What the ledger says of one person: set aside now, and spent since two moments."""

    held: Micros
    spent_day: Micros
    spent_month: Micros


def balance(tx: Tx, generation_id: str) -> Balance:
    [row] = tx.rows(
        """
        SELECT coalesce(sum(held_micros), 0)::BIGINT AS held,
               coalesce(sum(spent_micros), 0)::BIGINT AS spent,
               max(created_at) FILTER (WHERE kind = 'settle') AS settled_at,
               count(*) FILTER (WHERE kind = 'release') > 0 AS released
          FROM ledger
         WHERE generation_id = $generation_id
        """,
        generation_id=generation_id,
    )
    return Balance(Micros(row["held"]), Micros(row["spent"]), row["settled_at"], row["released"])


def hold(tx: Tx, account: Account, amount: Micros, now: datetime, *, reason: str) -> None:
    """Set `amount` aside, once. Budgets are checked before, in the same transaction."""
    _append(tx, account, "hold", amount, held=amount, reason=reason, now=now)
    if amount:
        # Not the statement below, which takes three times as long.
        tx.add(
            "holds",
            generation_id=account.generation_id,
            user_id=account.user_id,
            held_micros=amount,
        )


def hold_more(tx: Tx, account: Account, amount: Micros, now: datetime, *, reason: str) -> None:
    """Set so much more aside. The same as for `hold` is checked before."""
    _append(tx, account, "hold", amount, held=amount, reason=reason, now=now)
    tx.run(
        """
        INSERT INTO holds VALUES ($generation_id, $user_id, $amount)
        ON CONFLICT (generation_id) DO UPDATE SET held_micros = held_micros + $amount
        """,
        generation_id=account.generation_id,
        user_id=account.user_id,
        amount=amount,
    )


@dataclass(frozen=True, slots=True)
class Settlement:
    """What something did cost."""

    account: Account
    cost: Micros
    at: datetime
    reason: str


def settle(tx: Tx, account: Account, cost: Micros, now: datetime, *, reason: str) -> None:
    """Book the real cost, once, and end the hold. Raises LedgerError the second time."""
    settle_all(tx, [Settlement(account, cost, now, reason)])


def settle_all(tx: Tx, settlements: Sequence[Settlement]) -> None:
    """The same for many, each of something else."""
    if not settlements:
        return
    if any(each.cost < 0 for each in settlements):
        raise LedgerError("A cost is never below zero.")
    let_go = _let_go(tx, [each.account for each in settlements])
    for each in settlements:
        held = let_go.get(each.account.generation_id)
        back = Micros(-(_held_otherwise(tx, each.account) if held is None else held))
        _append(
            *(tx, each.account, "settle", each.cost),
            held=back,
            spent=each.cost,
            reason=each.reason,
            now=each.at,
        )


def _held_otherwise(tx: Tx, account: Account) -> Micros:
    """Of what has no hold. Raises LedgerError if that is so because it was settled."""
    before = balance(tx, account.generation_id)
    if before.settled:
        raise LedgerError
    return before.held


def release(tx: Tx, account: Account, now: datetime, *, reason: str) -> Micros:
    """Give back what is still held, once; returns how much. Raises LedgerError when ended."""
    before = balance(tx, account.generation_id)
    if before.settled or before.released:
        raise LedgerError
    back = before.held
    _append(tx, account, "release", back, held=Micros(-back), reason=reason, now=now)
    _let_go(tx, [account])
    return back


def adjust(tx: Tx, account: Account, to: Micros, now: datetime, *, reason: str) -> Micros:
    """Correct a settled cost to `to`; returns the difference. Nothing is written when equal.

    It counts for the day on which the cost was settled, whenever it is learnt.
    """
    before = balance(tx, account.generation_id)
    if before.settled_at is None or to < 0:
        raise LedgerError("Only a settled cost can be corrected, and never to less than nothing.")
    change = Micros(to - before.spent)
    if change:
        counts_at = before.settled_at
        _append(
            tx, account, "adjust", change, spent=change, reason=reason, now=now, counts_at=counts_at
        )
    return change


def standing(tx: Tx, user_id: str, *, day: datetime, month: datetime) -> Standing:
    """What a person's budget is measured by. `month` begins no later than `day`."""
    [row] = tx.rows(
        """
        SELECT coalesce(sum(spent_micros) FILTER (WHERE counts_at >= $day), 0)::BIGINT AS day,
               coalesce(sum(spent_micros), 0)::BIGINT AS month,
               (SELECT coalesce(sum(held_micros), 0)::BIGINT
                  FROM holds WHERE user_id = $user_id) AS held
          FROM ledger
         WHERE user_id = $user_id AND counts_at >= $month
        """,
        user_id=user_id,
        day=day,
        month=month,
    )
    return Standing(Micros(row["held"]), Micros(row["day"]), Micros(row["month"]))


def of_keys(tx: Tx, key_ids: Sequence[str], since: datetime | None = None) -> Mapping[str, Micros]:
    """What was spent or is set aside with each of these API keys; those without are left out.

    Nothing older than `since` is looked at: a key is no older than its first entry.
    """
    rows = tx.rows(
        """
        SELECT key_id, sum(held_micros + spent_micros)::BIGINT AS used
          FROM ledger
         WHERE key_id IN (SELECT unnest($key_ids::UUID[]))
           AND ($since IS NULL OR created_at >= $since)
         GROUP BY key_id
        """,
        key_ids=list(key_ids),
        since=since,
    )
    return {row["key_id"]: Micros(row["used"]) for row in rows}


def _append(
    tx: Tx,
    account: Account,
    kind: str,
    amount: Micros,
    *,
    held: Micros = ZERO,
    spent: Micros = ZERO,
    reason: str,
    now: datetime,
    counts_at: datetime | None = None,
) -> None:
    tx.add(
        "ledger",
        id=new_id(),
        generation_id=account.generation_id,
        user_id=account.user_id,
        key_id=account.key_id,
        kind=kind,
        amount_micros=amount,
        held_micros=held,
        spent_micros=spent,
        reason=reason,
        actor=account.actor,
        price_version=account.price_version,
        created_at=now,
        counts_at=counts_at or now,
    )


def _let_go(tx: Tx, accounts: Sequence[Account]) -> Mapping[str, Micros]:
    """End the holds; returns how much each was. Those are left out that have none: they were
    ended before, or nothing was set aside."""
    rows = tx.rows(
        """
        DELETE FROM holds WHERE generation_id = ANY($ids::UUID[])
        RETURNING generation_id, held_micros
        """,
        ids=[each.generation_id for each in accounts],
    )
    return {row["generation_id"]: Micros(row["held_micros"]) for row in rows}
