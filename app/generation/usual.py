"""How long pictures and films usually take, from all that were made: what a waiting person is told
instead of an invented percentage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.catalog.model import Kind
from app.clock import Clock
from app.db import Database, Row, Tx

ENOUGH = 20
"""So many runs of a model it takes until anything is said about it."""
RECENT = timedelta(days=30)
"""Providers become faster and slower; what was long ago says nothing."""
FRESH = timedelta(minutes=5)


@dataclass(frozen=True)
class UsualTimes:
    """Read once in a while for everybody: what is told names a model and nobody's work."""

    db: Database
    clock: Clock
    _read: dict[Kind, tuple[datetime, Sequence[Row]]] = field(
        default_factory=dict[Kind, tuple[datetime, Sequence[Row]]], init=False, repr=False
    )

    async def of_kind(self, kind: Kind) -> Sequence[Mapping[str, object]]:
        """`model` as it was asked for, `low_s`, `median_s`, `high_s`: one in ten is faster than
        the first, one in ten slower than the last."""
        now = self.clock()
        at, rows = self._read.get(kind, (now - FRESH, ()))
        if now - at >= FRESH:
            rows = await self.db.read(_usual, kind, now - RECENT)
            self._read[kind] = (now, rows)
        return rows


def _usual(tx: Tx, kind: Kind, since: datetime) -> list[Row]:
    return tx.rows(
        """
        WITH runs AS (
            SELECT model, epoch(finished_at - started_at) AS seconds
              FROM generations
             WHERE kind = $kind AND state = 'succeeded' AND created_at >= $since
        )
        SELECT model, round(quantile_cont(seconds, 0.1), 1) AS low_s,
               round(median(seconds), 1) AS median_s,
               round(quantile_cont(seconds, 0.9), 1) AS high_s
          FROM runs
         GROUP BY model
        HAVING count(*) >= $enough
         ORDER BY model
        """,
        kind=kind,
        since=since,
        enough=ENOUGH,
    )
