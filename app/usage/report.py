"""What a person has spent, by day and by model. The one place where the ledger is read together
with what the money was for."""

from datetime import datetime

from app.db import Row, Tx


def by_day(tx: Tx, user_id: str, since: datetime, zone: str) -> list[Row]:
    """`day` (a date where the budget's day begins), `kind`, `spent_micros`, newest first."""
    return tx.rows(
        """
        SELECT (ledger.created_at AT TIME ZONE $zone)::DATE AS day, generations.kind,
               sum(ledger.spent_micros)::BIGINT AS spent_micros
          FROM ledger JOIN generations ON generations.id = ledger.generation_id
         WHERE ledger.user_id = $user_id AND ledger.created_at >= $since
         GROUP BY ALL
        HAVING sum(ledger.spent_micros) <> 0
         ORDER BY day DESC, generations.kind
        """,
        user_id=user_id,
        since=since,
        zone=zone,
    )


def by_model(tx: Tx, user_id: str, since: datetime) -> list[Row]:
    """`model`, `kind`, `generations` (how many), `spent_micros`, the dearest first."""
    return tx.rows(
        """
        SELECT coalesce(generations.answered_by, generations.model) AS model, generations.kind,
               count(DISTINCT generations.id) AS generations,
               sum(ledger.spent_micros)::BIGINT AS spent_micros
          FROM ledger JOIN generations ON generations.id = ledger.generation_id
         WHERE ledger.user_id = $user_id AND ledger.created_at >= $since
           AND ledger.kind IN ('settle', 'adjust')
         GROUP BY ALL
         ORDER BY spent_micros DESC, model
        """,
        user_id=user_id,
        since=since,
    )
