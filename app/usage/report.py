"""What a person has spent, by day, kind and model: the ledger, read together with what the money
was for. Of everybody at once see `app.admin.cost_queries`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.db import Tx
from app.money import Micros
from app.usage.calendar import Span


@dataclass(frozen=True, slots=True)
class Line:
    """What so many generations of one model and kind have cost on one day."""

    day: date
    kind: str
    model: str
    generations: int
    spent: Micros


def lines(tx: Tx, user_id: str, days: Mapping[date, Span]) -> list[Line]:
    """The newest day first, and within it the dearest. What was free is a line of 0. Embeddings
    and speech are counted with text, as everywhere else."""
    rows = tx.rows(
        """
        WITH days AS (
            SELECT unnest($days::DATE[]) AS day, unnest($begins::TIMESTAMPTZ[]) AS begins,
                   unnest($ends::TIMESTAMPTZ[]) AS ends
        )
        SELECT days.day,
               CASE WHEN generations.kind IN ('embedding', 'speech') THEN 'text'
                    ELSE generations.kind END AS kind,
               coalesce(generations.answered_by, generations.model) AS model,
               count(DISTINCT generations.id) AS generations,
               sum(ledger.spent_micros)::BIGINT AS spent
          FROM ledger
          JOIN days ON ledger.counts_at >= days.begins AND ledger.counts_at < days.ends
          JOIN generations ON generations.id = ledger.generation_id
         WHERE ledger.user_id = $user_id AND ledger.counts_at >= $since
           AND ledger.kind IN ('settle', 'adjust')
         GROUP BY ALL
         ORDER BY days.day DESC, spent DESC, kind, model
        """,
        user_id=user_id,
        days=list(days),
        begins=[each.begins for each in days.values()],
        ends=[each.ends for each in days.values()],
        since=min(each.begins for each in days.values()),
    )
    return [Line(**row) for row in rows]


def spent_within(tx: Tx, user_id: str, span: Span) -> Micros:
    [row] = tx.rows(
        """
        SELECT coalesce(sum(spent_micros), 0)::BIGINT AS spent
          FROM ledger
         WHERE user_id = $user_id AND counts_at >= $begins AND counts_at < $ends
        """,
        user_id=user_id,
        begins=span.begins,
        ends=span.ends,
    )
    return Micros(row["spent"])


def summed(found: Iterable[Line], same: Callable[[Line], Any]) -> Sequence[Line]:
    """One line for all that are the `same`, in the order in which they first come."""
    sums: dict[Any, Line] = {}
    for line in found:
        known = sums.get(same(line))
        sums[same(line)] = line if known is None else _added(known, line)
    return tuple(sums.values())


def _added(one: Line, other: Line) -> Line:
    # A generation counts for one day only, whatever is corrected later, so none is counted twice.
    return replace(
        one,
        generations=one.generations + other.generations,
        spent=Micros(one.spent + other.spent),
    )
