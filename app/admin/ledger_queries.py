"""The ledger as administrators read it: entry by entry, with the names of whom it is about."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from app.db import Row, Tx


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries; None is any. `kind` is hold, settle, release or adjust."""

    generation_id: str | None = None
    user_id: str | None = None
    kind: str | None = None


def entries(tx: Tx, wanted: Wanted, before: str | None, limit: int) -> list[Row]:
    """The newest movements first. `before` is the id of the last one seen. Who has left, or is
    no person, has no e-mail address."""
    return tx.rows(
        """
        WITH named AS (
            SELECT id::TEXT AS id, email FROM users WHERE NOT starts_with(email_key, 'deleted:')
        )
        SELECT ledger.id, generation_id, user_id, owners.email AS user_email, key_id, kind,
               amount_micros, reason, actor, actors.email AS actor_email, price_version, created_at
          FROM ledger
          LEFT JOIN named AS owners ON owners.id = ledger.user_id::TEXT
          LEFT JOIN named AS actors ON actors.id = ledger.actor
         WHERE ($generation_id IS NULL OR generation_id = $generation_id)
           AND ($user_id IS NULL OR user_id = $user_id)
           AND ($kind IS NULL OR kind = $kind)
           AND ($before IS NULL OR ledger.id < $before)
         ORDER BY ledger.id DESC
         LIMIT $limit
        """,
        **_values(wanted),
        before=before,
        limit=limit,
    )


def totals(tx: Tx, wanted: Wanted) -> Row:
    """How many entries there are of this, and what they add up to."""
    [row] = tx.rows(
        """
        SELECT count(*) AS entries, coalesce(sum(held_micros), 0)::BIGINT AS held_micros,
               coalesce(sum(spent_micros), 0)::BIGINT AS spent_micros
          FROM ledger
         WHERE ($generation_id IS NULL OR generation_id = $generation_id)
           AND ($user_id IS NULL OR user_id = $user_id)
           AND ($kind IS NULL OR kind = $kind)
        """,
        **_values(wanted),
    )
    return row


def _values(wanted: Wanted) -> Mapping[str, str | None]:
    return asdict(wanted)
