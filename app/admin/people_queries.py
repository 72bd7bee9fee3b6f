"""People as administrators look for them, with their money and their last sign of life."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.db import Row, Tx
from app.db.paging import containing


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which people to list; None is any. `words` are looked for in name and e-mail address."""

    words: str | None = None
    role: str | None = None
    state: str | None = None
    tier: str | None = None


def people(
    tx: Tx, wanted: Wanted, *, day: datetime, month: datetime, before: str | None, limit: int
) -> list[Row]:
    """The newest first, each with `budget_*`, `spent_*`, `held_micros` and `last_seen_at`."""
    found = tx.rows(
        r"""
        SELECT id FROM users
         WHERE ($words IS NULL OR email ILIKE $words ESCAPE '\' OR name ILIKE $words ESCAPE '\')
           AND ($role IS NULL OR role = $role)
           AND ($state IS NULL OR state = $state)
           AND ($tier IS NULL OR tier = $tier)
           AND ($before IS NULL OR id < $before)
         ORDER BY id DESC
         LIMIT $limit
        """,
        words=None if wanted.words is None else containing(wanted.words),
        role=wanted.role,
        state=wanted.state,
        tier=wanted.tier,
        before=before,
        limit=limit,
    )
    return with_money(tx, [row["id"] for row in found], day=day, month=month)


def with_money(tx: Tx, ids: Sequence[str], *, day: datetime, month: datetime) -> list[Row]:
    """These people, the newest first. The ledger is read once for all of them."""
    return tx.rows(
        """
        WITH spent AS (
            SELECT user_id,
                   sum(spent_micros) FILTER (WHERE counts_at >= $day) AS day,
                   sum(spent_micros) AS month
              FROM ledger
             WHERE user_id = ANY($ids::UUID[]) AND counts_at >= $month
             GROUP BY user_id
        ), held AS (
            SELECT user_id, sum(held_micros) AS held FROM holds GROUP BY user_id
        ), seen AS (
            SELECT user_id, max(last_seen_at) AS seen FROM sessions GROUP BY user_id
        )
        SELECT users.id, email, name, role, state, tier, users.created_at,
               budgets.day_micros AS budget_day_micros,
               budgets.month_micros AS budget_month_micros,
               coalesce(spent.day, 0)::BIGINT AS spent_day_micros,
               coalesce(spent.month, 0)::BIGINT AS spent_month_micros,
               coalesce(held.held, 0)::BIGINT AS held_micros,
               seen.seen AS last_seen_at
          FROM users
          LEFT JOIN budgets ON budgets.user_id = users.id
          LEFT JOIN spent ON spent.user_id = users.id
          LEFT JOIN held ON held.user_id = users.id
          LEFT JOIN seen ON seen.user_id = users.id
         WHERE users.id = ANY($ids::UUID[])
         ORDER BY users.id DESC
        """,
        ids=ids,
        day=day,
        month=month,
    )
