"""What a person has spent, by day and by model. The one place where the ledger is read together
with what the money was for."""

from collections.abc import Mapping
from datetime import date, datetime

from app.db import Row, Tx
from app.usage.calendar import Span


def by_day(tx: Tx, user_id: str, days: Mapping[date, Span]) -> list[Row]:
    """`day`, `kind`, `spent_micros`, the newest day first. Days on which nothing was spent are
    left out."""
    return tx.rows(
        """
        WITH days AS (
            SELECT unnest($days::DATE[]) AS day, unnest($begins::TIMESTAMPTZ[]) AS begins,
                   unnest($ends::TIMESTAMPTZ[]) AS ends
        )
        SELECT days.day, generations.kind, sum(ledger.spent_micros)::BIGINT AS spent_micros
          FROM ledger
          JOIN days ON ledger.counts_at >= days.begins AND ledger.counts_at < days.ends
          JOIN generations ON generations.id = ledger.generation_id
         WHERE ledger.user_id = $user_id AND ledger.counts_at >= $since
         GROUP BY days.day, generations.kind
        HAVING sum(ledger.spent_micros) <> 0
         ORDER BY days.day DESC, generations.kind
        """,
        user_id=user_id,
        days=list(days),
        begins=[each.begins for each in days.values()],
        ends=[each.ends for each in days.values()],
        since=min(each.begins for each in days.values()),
    )


def by_model(tx: Tx, user_id: str, since: datetime) -> list[Row]:
    """`model`, `kind`, `generations` (how many), `spent_micros`, the dearest first."""
    return tx.rows(
        """
        SELECT coalesce(generations.answered_by, generations.model) AS model, generations.kind,
               count(DISTINCT generations.id) AS generations,
               sum(ledger.spent_micros)::BIGINT AS spent_micros
          FROM ledger JOIN generations ON generations.id = ledger.generation_id
         WHERE ledger.user_id = $user_id AND ledger.counts_at >= $since
           AND ledger.kind IN ('settle', 'adjust')
         GROUP BY ALL
         ORDER BY spent_micros DESC, model
        """,
        user_id=user_id,
        since=since,
    )
